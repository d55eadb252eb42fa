-- Winning bids: for each auction the highest bid, the earliest of several.
-- mode: update
SELECT A.*, B.auction, B.bidder, B.price, B.dateTime AS bid_dateTime, B.extra AS bid_extra
FROM auction A JOIN bid B ON A.id = B.auction
WHERE B.dateTime BETWEEN A.dateTime AND A.expires
QUALIFY row_number() OVER (PARTITION BY A.id ORDER BY B.price DESC, B.dateTime ASC) <= 1
