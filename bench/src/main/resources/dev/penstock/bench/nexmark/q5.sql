-- Hot items: the auctions with the most bids in the last 10 seconds, every 2 seconds.
-- mode: append
WITH counts AS (
  SELECT auction, count(*) AS num, window FROM bid GROUP BY auction, window(dateTime, '10 seconds', '2 seconds'))
SELECT AuctionBids.auction, AuctionBids.num
FROM counts AS AuctionBids
JOIN (SELECT max(num) AS maxn, window FROM counts GROUP BY window) AS MaxBids
ON AuctionBids.window = MaxBids.window AND AuctionBids.num >= MaxBids.maxn
