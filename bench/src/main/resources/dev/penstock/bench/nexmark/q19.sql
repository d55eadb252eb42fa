-- The ten highest bids of each auction.
-- mode: update
SELECT *, row_number() OVER (PARTITION BY auction ORDER BY price DESC) AS rank_number
FROM bid
QUALIFY rank_number <= 10
