-- Pass through: what the source and the sink cost.
-- mode: append
SELECT auction, bidder, price, dateTime, extra FROM bid
