-- Selection: bids for some auctions.
-- mode: append
SELECT auction, price FROM bid WHERE mod(auction, 123) = 0
