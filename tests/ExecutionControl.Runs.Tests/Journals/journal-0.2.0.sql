BEGIN TRANSACTION;
CREATE TABLE history (
    run INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    ordinal INTEGER,
    content TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO "history" VALUES(1,1,NULL,'{"event":"runCreated","at":"2026-11-27T01:57:38.972Z","run":"run-aafjfckd","number":1,"user":"root","host":"vm","plan":{"plan":"execution-control/plan/v1","created":"2026-11-27T01:57:38.9277421Z","title":"ectl freeze","reason":"drill","accounts":[{"service":"Kubiya","account":"sandbox"}]},"targets":2,"digest":"sha256:58b20b794ad76596fdcd727207a64e07461fc15d02d43a2f201f4f8db4cd399e"}',X'46FC1491EDEFCEA811BCFE64F677B9EE4C16DB678499A679239CA8FF0BF4720B');
INSERT INTO "history" VALUES(1,2,NULL,'{"event":"workBegan","at":"2026-11-27T01:57:39.077Z","worker":"vm:21149","user":"root"}',X'6BABED9FCDCF64DCB18AD40281F6C9FC97B33E0348C1398F142D66F1F6D90AFD');
INSERT INTO "history" VALUES(1,3,1,'{"event":"targetSettled","at":"2026-11-27T01:57:39.229Z","ordinal":1,"operation":"executions.pause","account":"sandbox","target":"11111111-1111-4111-8111-111111111111","started":"2026-11-27T01:57:39.124Z","result":{"outcome":"Applied","safeToRepeat":true,"requestId":"V9odZYfzI3STD4E9RR1OoCu1Vxz","attempts":1}}',X'6D903FF4B881CCBCA4BC3BFC01F5A61F64D6628C6FCCA5C1AD5C9EF4D3FC5BE4');
INSERT INTO "history" VALUES(1,4,2,'{"event":"targetSettled","at":"2026-11-27T01:57:39.229Z","ordinal":2,"operation":"executions.pause","account":"sandbox","target":"44444444-4444-4444-8444-444444444444","started":"2026-11-27T01:57:39.124Z","result":{"outcome":"Applied","safeToRepeat":true,"requestId":"1eHxalKQysyF8tBsXmVLz2g7CUa","attempts":1}}',X'8D9CB2748A3E6919619488791A75A3AE58D41B7D04906FBC189306190E213F7D');
INSERT INTO "history" VALUES(2,1,NULL,'{"event":"runCreated","at":"2026-11-27T01:57:40.167Z","run":"run-z884zbdt","number":2,"user":"root","host":"vm","plan":{"plan":"execution-control/plan/v1","created":"2026-11-27T01:57:39.7880602Z","title":"undo of run-aafjfckd","undoes":"run-aafjfckd","accounts":[{"service":"Kubiya","account":"sandbox"}]},"targets":2,"digest":"sha256:7b04c4e9e1633328395bd87ce087e91f922b682052481e0e561be2964309b2ef"}',X'5F396E83F802814B94E84B84E0FB729E3DE5278F20C811E8A5990F917C44F6C8');
INSERT INTO "history" VALUES(2,2,NULL,'{"event":"workBegan","at":"2026-11-27T01:57:40.292Z","worker":"vm:21195","user":"root"}',X'72D8BE017315335CA341B2B5D31D772F982C23B1111D7EAB2671C2CABC74A408');
INSERT INTO "history" VALUES(2,3,2,'{"event":"targetSettled","at":"2026-11-27T01:57:40.866Z","ordinal":2,"operation":"executions.resume","account":"sandbox","target":"44444444-4444-4444-8444-444444444444","started":"2026-11-27T01:57:40.769Z","result":{"outcome":"Applied","safeToRepeat":true,"requestId":"CspjrgcDtt5pAdpDzTeio6ji7uB","attempts":1}}',X'46AE1401E52178CA40CA89602AC588CBD34E81AB152179F8FC3D18D456CFEED6');
INSERT INTO "history" VALUES(2,4,1,'{"event":"targetSettled","at":"2026-11-27T01:57:40.896Z","ordinal":1,"operation":"executions.resume","account":"sandbox","target":"11111111-1111-4111-8111-111111111111","started":"2026-11-27T01:57:40.772Z","result":{"outcome":"Applied","safeToRepeat":true,"requestId":"TXKfTponlwIWfKHoDB4cgdvDv4t","attempts":1}}',X'EDC08BAF15B20BAABFDCE361A672D86DF1591B37B1B62BEC9593488754B9D381');
INSERT INTO "history" VALUES(3,1,NULL,'{"event":"runCreated","at":"2026-11-27T01:57:41.878Z","run":"run-rzz49n5f","number":3,"user":"root","host":"vm","plan":{"plan":"execution-control/plan/v1","created":"2026-11-27T01:57:41.8457118Z","title":"ectl executions pause","accounts":[{"service":"Kubiya","account":"sandbox"}]},"targets":3,"digest":"sha256:f337022ab356217fbb1117250a73b536d32b12a5d55eadd13bee11dd37f232c7"}',X'B0F0E63F2B08A2BC9D7D4C02D7E3A253CF7B6A556F0E543702003C15139DFA0A');
INSERT INTO "history" VALUES(3,2,NULL,'{"event":"workBegan","at":"2026-11-27T01:57:41.999Z","worker":"vm:21216","user":"root"}',X'7CBC564C54FFC0CD8C79DE50E453447B46E50D6F81C14BC4F06552501E3F52AF');
INSERT INTO "history" VALUES(3,3,1,'{"event":"targetSettled","at":"2026-11-27T01:57:42.459Z","ordinal":1,"operation":"executions.pause","account":"sandbox","target":"99999999-9999-4999-8999-999999999999","started":"2026-11-27T01:57:42.044Z","result":{"outcome":"Refused","safeToRepeat":true,"message":"Kubiya refused to pause execution ''99999999-9999-4999-8999-999999999999'': HTTP 404, Execution not found. Nothing changed. Check the id, and that the credential belongs to the right tenant or organization.","reason":"NotFound","statusCode":404,"serviceMessage":"Execution not found","requestId":"jolYCYuRyGISdTy1rzfJoqz2hWv","attempts":1}}',X'FAA579D56ABE1CFD5F40CE36E2B5434E7885B8CB801D0BBBBE139012BC9C5F9E');
INSERT INTO "history" VALUES(4,1,NULL,'{"event":"runCreated","at":"2026-11-27T01:57:43.604Z","run":"run-r5cnr3rk","number":4,"user":"root","host":"vm","command":true,"plan":{"plan":"execution-control/plan/v1","created":"2026-11-27T01:57:43.5547620Z","title":"ectl automations disable","accounts":[{"service":"ConductorOne","account":"sandbox"}]},"targets":1,"digest":"sha256:20cf7d8656719368d065e5c6f89a00065db6035536ddcde17660f1f5c167c262"}',X'DA754E6E31A3F4B0CFD38680A3FFD45DCE60A65BFC49C9A3AEE92B5CF6D42738');
INSERT INTO "history" VALUES(4,2,1,'{"event":"targetIntended","at":"2026-11-27T01:57:43.629Z","ordinal":1,"operation":"automations.disable","account":"sandbox","target":"aut_nightly"}',X'1A8A87C2C3FAFF0567601567AD63CB27898C9CE326FB52E888BE43CF49FA9570');
INSERT INTO "history" VALUES(4,3,1,'{"event":"targetSettled","at":"2026-11-27T01:57:44.105Z","ordinal":1,"operation":"automations.disable","account":"sandbox","target":"aut_nightly","started":"2026-11-27T01:57:43.570Z","result":{"outcome":"Applied","safeToRepeat":true,"message":"Applied: automation aut_nightly is disabled; new events start nothing. What runs goes on, and what is paused stays paused.","requestId":"gX5BSIzdl1NLxVi7GunKS9DPicU","attempts":1}}',X'98C30496333ED87CE6061C6EEFC52CE433E31A347BB176432ACB677483B5B432');
CREATE TABLE inputs (
    key INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE journal (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    runs INTEGER NOT NULL,
    head BLOB NOT NULL
) STRICT;
INSERT INTO "journal" VALUES(1,4,X'2683E0FF9B34BBD866254F98D42142046FD25F0D98D6FADAEC7D478A484A0C32');
CREATE TABLE runs (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    number INTEGER UNIQUE,
    created_at INTEGER NOT NULL,
    command INTEGER NOT NULL,
    plan TEXT NOT NULL,
    digest TEXT NOT NULL,
    user TEXT NOT NULL,
    host TEXT NOT NULL,
    total INTEGER NOT NULL DEFAULT 0,
    unknown INTEGER NOT NULL DEFAULT 0,
    applied INTEGER NOT NULL DEFAULT 0,
    already_so INTEGER NOT NULL DEFAULT 0,
    partial INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    not_applied INTEGER NOT NULL DEFAULT 0,
    not_sent INTEGER NOT NULL DEFAULT 0,
    fence INTEGER NOT NULL DEFAULT 0,
    worker TEXT,
    entries INTEGER NOT NULL DEFAULT 0,
    head BLOB NOT NULL
) STRICT;
INSERT INTO "runs" VALUES(1,'run-aafjfckd',1,1795744658972,0,'{"plan":"execution-control/plan/v1","created":"2026-11-27T01:57:38.9277421Z","title":"ectl freeze","reason":"drill","accounts":[{"service":"Kubiya","account":"sandbox"}]}','sha256:58b20b794ad76596fdcd727207a64e07461fc15d02d43a2f201f4f8db4cd399e','root','vm',2,0,2,0,0,0,0,0,1,'vm:21149',4,X'8D9CB2748A3E6919619488791A75A3AE58D41B7D04906FBC189306190E213F7D');
INSERT INTO "runs" VALUES(2,'run-z884zbdt',2,1795744660167,0,'{"plan":"execution-control/plan/v1","created":"2026-11-27T01:57:39.7880602Z","title":"undo of run-aafjfckd","undoes":"run-aafjfckd","accounts":[{"service":"Kubiya","account":"sandbox"}]}','sha256:7b04c4e9e1633328395bd87ce087e91f922b682052481e0e561be2964309b2ef','root','vm',2,0,2,0,0,0,0,0,1,'vm:21195',4,X'EDC08BAF15B20BAABFDCE361A672D86DF1591B37B1B62BEC9593488754B9D381');
INSERT INTO "runs" VALUES(3,'run-rzz49n5f',3,1795744661878,0,'{"plan":"execution-control/plan/v1","created":"2026-11-27T01:57:41.8457118Z","title":"ectl executions pause","accounts":[{"service":"Kubiya","account":"sandbox"}]}','sha256:f337022ab356217fbb1117250a73b536d32b12a5d55eadd13bee11dd37f232c7','root','vm',3,0,0,0,0,1,0,0,1,'vm:21216',3,X'FAA579D56ABE1CFD5F40CE36E2B5434E7885B8CB801D0BBBBE139012BC9C5F9E');
INSERT INTO "runs" VALUES(4,'run-r5cnr3rk',4,1795744663604,1,'{"plan":"execution-control/plan/v1","created":"2026-11-27T01:57:43.5547620Z","title":"ectl automations disable","accounts":[{"service":"ConductorOne","account":"sandbox"}]}','sha256:20cf7d8656719368d065e5c6f89a00065db6035536ddcde17660f1f5c167c262','root','vm',1,0,1,0,0,0,0,0,0,NULL,3,X'98C30496333ED87CE6061C6EEFC52CE433E31A347BB176432ACB677483B5B432');
CREATE TABLE targets (
    run INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    operation TEXT NOT NULL,
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    input INTEGER,
    state TEXT,
    skip TEXT,
    status INTEGER NOT NULL DEFAULT 0,
    intents INTEGER NOT NULL DEFAULT 0,
    intended_at INTEGER,
    settled_at INTEGER,
    outcome INTEGER,
    entry INTEGER,
    PRIMARY KEY (run, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO "targets" VALUES(1,1,'executions.pause','sandbox','11111111-1111-4111-8111-111111111111',NULL,'running',NULL,2,1,1795744659124,1795744659229,1,3);
INSERT INTO "targets" VALUES(1,2,'executions.pause','sandbox','44444444-4444-4444-8444-444444444444',NULL,'waiting_for_input',NULL,2,1,1795744659124,1795744659229,1,4);
INSERT INTO "targets" VALUES(2,1,'executions.resume','sandbox','11111111-1111-4111-8111-111111111111',NULL,'paused',NULL,2,1,1795744660772,1795744660896,1,4);
INSERT INTO "targets" VALUES(2,2,'executions.resume','sandbox','44444444-4444-4444-8444-444444444444',NULL,'paused',NULL,2,1,1795744660769,1795744660866,1,3);
INSERT INTO "targets" VALUES(3,1,'executions.pause','sandbox','99999999-9999-4999-8999-999999999999',NULL,NULL,NULL,2,1,1795744662044,1795744662459,4,3);
INSERT INTO "targets" VALUES(3,2,'executions.pause','sandbox','11111111-1111-4111-8111-111111111111',NULL,NULL,NULL,0,1,1795744662044,NULL,NULL,NULL);
INSERT INTO "targets" VALUES(3,3,'executions.pause','sandbox','44444444-4444-4444-8444-444444444444',NULL,NULL,NULL,0,1,1795744662044,NULL,NULL,NULL);
INSERT INTO "targets" VALUES(4,1,'automations.disable','sandbox','aut_nightly',NULL,NULL,NULL,2,1,1795744663570,1795744664105,1,3);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('runs',4);
COMMIT;
