"""Who looked: the access book (查阅记录) beside each real book."""
