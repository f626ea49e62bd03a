"""How fast planextract is beside other readers (`make bench`), and how it reads real files (`make corpus`)."""
