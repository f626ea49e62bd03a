"""A batch on other machines: what is said to them, what runs there, and who talks to them from here."""
