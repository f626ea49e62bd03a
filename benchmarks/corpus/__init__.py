"""Real PDFs read with two engines and by `planextract parse`: what differs, and of which kind it is (`make corpus`)."""
