"""What a file that is handed in really is, and whether it may be kept: judged by its content, never by its name."""
