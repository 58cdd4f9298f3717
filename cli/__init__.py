"""The command line: who asks, in which words; everything else is handed to the rooms below."""
