"""The inbox (收件箱): what has been received is never unknown; it waits, and is delivered once."""
