"""What stands at the top of a record file: how to edit it, for somebody who has never used git."""
# ruff: noqa: E501 - a comment stands on the line that it explains

COUNCILS = """\
# The 153 English councils with SEND duties, and whom a family can reach there.
#
# HOW TO CHANGE SOMETHING
# 1. Find the council: press Ctrl+F (on a Mac Cmd+F) and type its name.
# 2. Change the words after the colon. Leave the spaces at the start of the line as they are: they say what belongs to what.
# 3. Change `source` to the address of the page where you saw it, and `checked` to the day you looked.
# 4. On GitHub, press "Commit changes" and then "Propose changes". Somebody reads it, and a check tells you in plain
#    English if anything is wrong. Nothing goes live before that. You cannot break the site.
# Your change is safe: when the lists are compiled again, what people wrote stays (see data/README.md).
# If nobody knows a fact, leave its line out. Please do not guess.
#
# ONE COUNCIL, LINE BY LINE (an example, not a real council)
#
# - id: exampleshire                    its address on this site: /councils/exampleshire/. Never change it.
#   gss: E10000999                      the code of the Office for National Statistics
#   dfe: '999'                          the number the Department for Education uses
#   name: Exampleshire                  the name people use
#   official_name: Exampleshire County Council
#   type: county council                or: unitary authority, metropolitan borough, London borough, city corporation
#   region: South East
#   website: https://www.example.gov.uk
#   districts:                          only for counties: the district councils a family may type instead
#   - Northdown
#   source: council-list                where the lines above come from: a web address, or an id from data/sources.yaml
#   checked: 2026-11-24                 the day somebody looked there, as year-month-day
#   mp_enquiries:                       only if the council has said how it answers MPs about SEND cases
#     position: In our own words, what the council says.
#     quote: The council's own words, exact and short.
#     quoted_from: whose words, and where they were quoted
#     said: 2025-05                     when: a year, a month or a day
#     reply_days: 10                    working days, if the council names a number
#     note: A caution, shown beside it.
#     source: https://www.example.org/page
#     checked: 2026-11-24
#   contacts:                           local_offer, sendiass, send_team, parent_carer_forum: each may have
#     sendiass:                         name, url (web address), phone, email
#       phone:
#         value: 01234 567890           <- THE PHONE NUMBER ITSELF. Digits and spaces only.
#         source: https://www.example.gov.uk/send     the page that shows it
#         checked: 2026-11-24           the day you looked at that page
#         dated: 2024-09                the date printed on that page, if it has one
#         caution: From a page dated 2019. Check before you use it.   shown beside the number. Delete it once you have checked.
#       more:                           further numbers or e-mail addresses: for part of the area or for some ages
#       - kind: phone
#         scope: North of the county
#         value: 01234 567891
#         source: https://www.example.gov.uk/send
#         checked: 2026-11-24

councils:
"""

SEATS = """\
# The 543 English constituencies, the councils they reach into, and their MPs.
#
# HOW TO CHANGE SOMETHING
# 1. Find the constituency: press Ctrl+F (on a Mac Cmd+F) and type its name.
# 2. Change the words after the colon. Leave the spaces at the start of the line as they are: they say what belongs to what.
# 3. Change `source` to the address of the page where you saw it, and `checked` to the day you looked.
# 4. On GitHub, press "Commit changes" and then "Propose changes". Somebody reads it, and a check tells you in plain
#    English if anything is wrong. Nothing goes live before that. You cannot break the site.
# Your change is safe: when the lists are compiled again, what people wrote stays (see data/README.md).
# If nobody knows a fact, leave its line out. Please do not guess.
#
# ONE CONSTITUENCY, LINE BY LINE (an example, not a real one)
#
# - id: example-north                   its address on this site: /constituencies/example-north/. Never change it.
#   gss: E14009999                      the code of the Office for National Statistics
#   name: Example North
#   region: South East
#   councils:                           the councils it reaches into, the largest share first. Ids from data/councils.yaml.
#   - id: exampleshire
#     share: 0.9                        the share of its people who live there. All shares together make 1.
#   mp:
#     name: Jo Example                  without Mr, Mrs, Ms or Miss
#     party: Independent
#     parliament_id: 9999               the number in the address members.parliament.uk/member/9999
#     since: 2024-07-04                 the day of the election this person last won here
#     elected: general election         or: by-election
#     email: jo.example.mp@parliament.uk
#     caution: A doubt, shown beside the name.
#     source: https://members.parliament.uk/member/9999/contact
#     checked: 2026-06-27
#     party_changes:                    only if the MP changed party while in the seat, the oldest first
#     - date: 2025-09-16
#       from: One Party
#       to: Independent
#       exact: no                       yes: the day it happened. no: the day it was first seen in a list
#       source: mp-changes-mp-lookup
#   vacant:                             only if the seat is empty, or was before the MP above was elected
#     date: 2026-05-01
#     reason: Sam Example resigned.
#     byelection: 2026-06-18            polling day, once it is known
#     source: by-elections
#     checked: 2026-11-24
#   former:                             who held the seat before, the newest first
#   - name: Sam Example
#     party: One Party
#     since: 2024-07-04
#     until: 2026-05-01
#     source: by-elections
#
# A NEW MP AFTER A BY-ELECTION: move the old name to `former`, fill in `vacant`, and write the new person under `mp`.

constituencies:
"""
