"""The files of another CRM, as they are: accounts, products, people and deals become clients, staff and account plans."""
