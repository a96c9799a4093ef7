BEGIN TRANSACTION;
CREATE TABLE about (
	version INTEGER NOT NULL
);
INSERT INTO "about" VALUES(2);
CREATE TABLE entries (
	number INTEGER NOT NULL, 
	id VARCHAR(16) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	subject VARCHAR(64) NOT NULL, 
	replaces VARCHAR(16) NOT NULL, 
	told VARCHAR(32) NOT NULL, 
	learned VARCHAR(32) NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id)
);
INSERT INTO "entries" VALUES(1,'bbf0f5462a9eb648','sighting','035c368bbe05476a','','2020-03-02','2026-11-23T01:00:00Z','{"fetched":null,"id":"035c368bbe05476a","language":"en","outlet":"Post","published":"2020-03-02","ref":"035c368bbe05476a","title":"Two die in Oderby fire","url":"https://example.org/1"}');
INSERT INTO "entries" VALUES(2,'8a000597f74c509b','sighting','73599f4a90d19760','','2020-03-05','2026-11-23T01:00:00Z','{"fetched":null,"id":"73599f4a90d19760","language":"en","outlet":"Post","published":"2020-03-05","ref":"73599f4a90d19760","title":"Camper dies in flood","url":"https://example.org/2"}');
INSERT INTO "entries" VALUES(3,'91d9ae61bba13c29','reading','035c368bbe05476a','','','2026-11-23T01:00:00Z','{"claims":[{"article":"035c368bbe05476a","as_of":null,"category":"killed","confidence":0.95,"groups":[],"high":2,"id":"36323e3634614712","kind":"toll","low":2,"moved_from":"","parts":[],"qualifier":"exact","quote":"Two die","rule":"died","scope":"","span":{"end":7,"start":0},"status":"asserted","victims":"Two","voices":[],"who":[],"word":""},{"article":"035c368bbe05476a","as_of":null,"category":"killed","confidence":0.96,"groups":[],"high":2,"id":"0ac008b72376153a","kind":"toll","low":2,"moved_from":"","parts":[],"qualifier":"exact","quote":"killed two","rule":"active","scope":"","span":{"end":41,"start":31},"status":"asserted","victims":"two","voices":[],"who":[],"word":""}],"rules":"b35d17e0c72db2af"}');
INSERT INTO "entries" VALUES(4,'471333db469aaafe','reading','73599f4a90d19760','','','2026-11-23T01:00:00Z','{"claims":[{"article":"73599f4a90d19760","as_of":null,"category":"killed","confidence":0.95,"groups":[],"high":1,"id":"31b8db6b0c714a84","kind":"partial","low":1,"moved_from":"","parts":[],"qualifier":"exact","quote":"Camper dies","rule":"died","scope":"","span":{"end":11,"start":0},"status":"asserted","victims":"Camper","voices":[],"who":["73599f4a90d19760:1"],"word":""},{"article":"73599f4a90d19760","as_of":null,"category":"missing","confidence":0.96,"groups":[],"high":1,"id":"5a9d9f85227a8a43","kind":"partial","low":1,"moved_from":"","parts":[],"qualifier":"exact","quote":"swept away a campsite","rule":"active","scope":"","span":{"end":50,"start":29},"status":"asserted","victims":"a campsite","voices":[],"who":["73599f4a90d19760:1"],"word":""},{"article":"73599f4a90d19760","as_of":null,"category":"killed","confidence":0.96,"groups":[],"high":1,"id":"63de9c5b008cf107","kind":"partial","low":1,"moved_from":"","parts":[],"qualifier":"exact","quote":"killing a camper","rule":"active","scope":"","span":{"end":81,"start":65},"status":"asserted","victims":"a camper","voices":[],"who":["73599f4a90d19760:1"],"word":""}],"rules":"b35d17e0c72db2af"}');
INSERT INTO "entries" VALUES(5,'00fae6f31d0b7cb3','event','c1156e559d175652','','','2026-11-23T01:00:00Z','{"event":{"articles":["035c368bbe05476a"],"date":"2020-03-02","date_told":false,"id":"c1156e559d175652","place":{"country":"","name":"Oderby","precision":"unknown"},"title":"Oderby: fire","type":"fire"},"verdicts":[["035c368bbe05476a","same","linker 3"]]}');
INSERT INTO "entries" VALUES(6,'89c485426201eb94','event','93f2a840efdf1f4b','','','2026-11-23T01:00:00Z','{"event":{"articles":["73599f4a90d19760"],"date":"2020-03-05","date_told":false,"id":"93f2a840efdf1f4b","place":{"country":"","name":"Karstad","precision":"unknown"},"title":"Camper dies in flood","type":"flood"},"verdicts":[["73599f4a90d19760","same","linker 3"]]}');
INSERT INTO "entries" VALUES(7,'e020ba87b76a078c','run','','','','2026-11-23T01:00:00Z','{"as_of":null,"attackers":"include","linked_by":"7a312d5cc7f6c764","policies":["full-range"]}');
INSERT INTO "entries" VALUES(8,'d13b67d186589370','sighting','3d56a1ec6ca9c5ab','','2020-03-01','2026-11-23T02:00:00Z','{"fetched":null,"id":"3d56a1ec6ca9c5ab","language":"en","outlet":"Post","published":"2020-03-01","ref":"3d56a1ec6ca9c5ab","title":"Fire in Oderby bakery","url":"https://example.org/0"}');
INSERT INTO "entries" VALUES(9,'68470f34754d045b','reading','3d56a1ec6ca9c5ab','','','2026-11-23T02:00:00Z','{"claims":[{"article":"3d56a1ec6ca9c5ab","as_of":null,"category":"killed","confidence":0.96,"groups":[],"high":2,"id":"f6a754d3b95341b0","kind":"toll","low":2,"moved_from":"","parts":[],"qualifier":"exact","quote":"killed two","rule":"active","scope":"","span":{"end":83,"start":73},"status":"asserted","victims":"two","voices":[],"who":[],"word":""}],"rules":"b35d17e0c72db2af"}');
INSERT INTO "entries" VALUES(10,'63978ecc0a6dc9e2','event','63598514415b7d5f','','','2026-11-23T02:00:00Z','{"event":{"articles":["3d56a1ec6ca9c5ab","035c368bbe05476a"],"date":"2020-03-01","date_told":false,"id":"63598514415b7d5f","place":{"country":"","name":"Oderby","precision":"unknown"},"title":"Fire in Oderby bakery","type":"fire"},"verdicts":[["3d56a1ec6ca9c5ab","same","linker 3"],["035c368bbe05476a","same","linker 3"]]}');
INSERT INTO "entries" VALUES(11,'fe90e71645fc275c','event','c1156e559d175652','00fae6f31d0b7cb3','','2026-11-23T02:00:00Z','{}');
INSERT INTO "entries" VALUES(12,'85dda17a797a4557','run','','e020ba87b76a078c','','2026-11-23T02:00:00Z','{"as_of":null,"attackers":"include","linked_by":"3d35002453954ae9","policies":["full-range"]}');
CREATE TABLE memo (
	kind VARCHAR(16) NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (kind, "key")
);
CREATE TABLE texts (
	article VARCHAR(16) NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (article)
);
INSERT INTO "texts" VALUES('035c368bbe05476a','Two die in Oderby fire

A fire killed two in a bakery on Hollis Street in Oderby.');
INSERT INTO "texts" VALUES('73599f4a90d19760','Camper dies in flood

Floods swept away a campsite near Karstad, killing a camper.');
INSERT INTO "texts" VALUES('3d56a1ec6ca9c5ab','Fire in Oderby bakery

A fire in a bakery on Hollis Street in Oderby has killed two.');
COMMIT;
