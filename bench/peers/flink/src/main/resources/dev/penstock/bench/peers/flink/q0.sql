-- Pass through: what the source and the sink cost.
SELECT auction, bidder, price, `dateTime`, extra FROM bid
