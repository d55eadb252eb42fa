-- Processing time: how many bids each user made in 10 seconds of the clock.
-- mode: append
-- compare: bidder, sum(bid_count)
SELECT bidder, count(*) AS bid_count, window.start AS starttime, window.end AS endtime
FROM (SELECT bidder, current_timestamp() AS p_time FROM bid) WATERMARK p_time DELAY OF INTERVAL 0 SECONDS
GROUP BY bidder, window(p_time, '10 seconds')
