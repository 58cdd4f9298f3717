"""Delivery (投递): what the ledger has to tell, brought to people outside: by mail, by webhook, by chat."""
