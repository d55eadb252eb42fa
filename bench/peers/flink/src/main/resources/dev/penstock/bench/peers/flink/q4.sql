-- Average price for a category: of the winning bids of all auctions.
SELECT Q.category, avg(Q.final) AS average
FROM (SELECT max(B.price) AS final, A.category
      FROM auction A JOIN bid B ON A.id = B.auction
      WHERE B.`dateTime` BETWEEN A.`dateTime` AND A.expires
      GROUP BY A.id, A.category) Q
GROUP BY Q.category
