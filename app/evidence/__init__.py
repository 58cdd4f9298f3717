"""Evidence (佐证材料): handed in, amended, shown, taken away, tidied."""
