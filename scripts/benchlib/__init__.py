"""What `make bench` measures; scripts/bench.py prints it."""
