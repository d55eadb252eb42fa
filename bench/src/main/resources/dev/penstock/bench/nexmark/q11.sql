-- User sessions: how many bids each user made before a pause of 10 seconds.
-- mode: append
SELECT bidder, count(*) AS bid_count, session_window.start AS starttime, session_window.end AS endtime
FROM bid
GROUP BY bidder, session_window(dateTime, '10 seconds')
