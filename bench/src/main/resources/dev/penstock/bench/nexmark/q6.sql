-- Average selling price by seller, over the last auctions that each has closed.
-- mode: update
SELECT Q.seller,
       avg(Q.price) OVER (PARTITION BY Q.seller ORDER BY Q.dateTime ROWS BETWEEN 10 PRECEDING AND CURRENT ROW) AS avg_price
FROM (SELECT A.id, A.seller, B.price, B.dateTime
      FROM auction AS A JOIN bid AS B ON A.id = B.auction
      WHERE B.dateTime BETWEEN A.dateTime AND A.expires
      QUALIFY row_number() OVER (PARTITION BY A.id, A.seller ORDER BY B.price DESC) <= 1) AS Q
