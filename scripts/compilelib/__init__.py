"""The parts of `compile_data.py`: source tables in, records and postcode shards out."""
