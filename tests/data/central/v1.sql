SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.audit (
    number bigint NOT NULL,
    at text NOT NULL COLLATE pg_catalog."C",
    who text NOT NULL COLLATE pg_catalog."C",
    what text NOT NULL COLLATE pg_catalog."C",
    about text NOT NULL COLLATE pg_catalog."C",
    detail text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.blob (
    kind text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    node text NOT NULL COLLATE pg_catalog."C",
    at text NOT NULL COLLATE pg_catalog."C",
    expires_at text COLLATE pg_catalog."C",
    body bytea NOT NULL
);
CREATE TABLE public.change (
    node text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    entity text NOT NULL COLLATE pg_catalog."C",
    entity_kind text NOT NULL COLLATE pg_catalog."C",
    change_kind text NOT NULL COLLATE pg_catalog."C",
    device text NOT NULL COLLATE pg_catalog."C",
    incarnation bigint NOT NULL,
    counter bigint NOT NULL,
    previous text NOT NULL COLLATE pg_catalog."C",
    clock_correction_ms bigint NOT NULL,
    lineage text NOT NULL COLLATE pg_catalog."C",
    change_hash text NOT NULL COLLATE pg_catalog."C",
    entry_hash text NOT NULL COLLATE pg_catalog."C",
    received_at text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.document (
    kind text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    node text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    expires_at text COLLATE pg_catalog."C"
);
CREATE TABLE public.erased (
    node text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    change_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.log (
    node text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    last_seq bigint NOT NULL
);
CREATE TABLE public.meta (
    name text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.spent (
    node text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    device text NOT NULL COLLATE pg_catalog."C",
    incarnation bigint NOT NULL,
    counter bigint NOT NULL,
    change_id text NOT NULL COLLATE pg_catalog."C",
    change_hash text NOT NULL COLLATE pg_catalog."C",
    previous text NOT NULL COLLATE pg_catalog."C",
    clock_correction_ms bigint NOT NULL,
    lineage text NOT NULL COLLATE pg_catalog."C",
    entry_hash text NOT NULL COLLATE pg_catalog."C",
    received_at text NOT NULL COLLATE pg_catalog."C",
    reason text COLLATE pg_catalog."C",
    detail text COLLATE pg_catalog."C",
    body text COLLATE pg_catalog."C"
);
CREATE TABLE public.stream (
    node text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    device text NOT NULL COLLATE pg_catalog."C",
    incarnation bigint NOT NULL,
    counter bigint NOT NULL,
    hash text NOT NULL COLLATE pg_catalog."C",
    lineage text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.words (
    node text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    key bytea NOT NULL,
    fields text NOT NULL COLLATE pg_catalog."C"
);
INSERT INTO public.alembic_version VALUES ('0001');
INSERT INTO public.audit VALUES (1, '2026-11-23T07:30:00.000Z', 'it', 'enrolled', 'pc-1', '{}');
INSERT INTO public.blob VALUES ('release', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '', '2026-11-23T07:30:00.000Z', NULL, '\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff');
INSERT INTO public.change VALUES ('node:7e', 'shared', 1, '01a1ee56-5e02-7704-9aeb-b902d2330c39', 'card:a', 'card', 'card.raised', 'pc-1', 1, 1, '0000000000000000000000000000000000000000000000000000000000000000', 0, '', '5f1976abb16430041a45e9d4cfd2c020fd283e728fcb999b3512bd5b9de40f7c', 'e81a94982a8808aba82a65a5e777a421da1910c9074046c39b5dc77a1a4273ca', '2026-11-23T07:30:00.000Z', '{"actor":{"kind":"board","person":null,"role":null},"based_on":null,"boot_id":"boot","entity":"card:a","id":"01a1ee56-5e02-7704-9aeb-b902d2330c39","kind":"card.raised","log":"node:7e/shared","occurred_at":"2026-11-23T07:30:00.000Z","payload":{"title":"A card","words":{"title":"8d010ea83538b026fc77ab2c3ade4073a869892594f1d22a10275143bbed2f25"}},"schema":1}');
INSERT INTO public.change VALUES ('node:7e', 'shared', 2, '01a1ee56-5e04-7f09-80d6-6d2ea80126dc', 'card:a', 'card', 'card.raised', 'pc-1', 1, 2, 'e81a94982a8808aba82a65a5e777a421da1910c9074046c39b5dc77a1a4273ca', 0, '', 'e31c6314f082b5a896836d608771021f7cdb0187bc3da09c0f81ddae1a8c4465', '92c4b827ce6835d7de69a956bf7765bf121db5ca481d6f224dcb2b4923ceba32', '2026-11-23T07:30:00.000Z', '{"actor":{"kind":"board","person":null,"role":null},"based_on":null,"boot_id":"boot","entity":"card:a","id":"01a1ee56-5e04-7f09-80d6-6d2ea80126dc","kind":"card.raised","log":"node:7e/shared","occurred_at":"2026-11-23T07:30:00.000Z","payload":{"title":"A card","words":{"title":"f2ca2813ff7b561f0da3b21b0048cf7a627e5fb0bccbd7f6b647ae9dc6107ec3"}},"schema":1}');
INSERT INTO public.change VALUES ('node:7e', 'shared', 3, '01a1ee56-5e06-70ed-add6-9af4331fe4e0', 'card:a', 'card', 'text.erased', 'pc-1', 1, 3, '92c4b827ce6835d7de69a956bf7765bf121db5ca481d6f224dcb2b4923ceba32', 0, '', '16de334424259d1f97e5abc25a28c2406605eb24adc9d9fc3aa07a336b8594ae', '6d484e2c68a9f90f7fc9dc7815a141cc04febf5307cac5d63c56bb48fcdc1783', '2026-11-23T07:30:00.000Z', '{"actor":{"kind":"board","person":null,"role":null},"based_on":null,"boot_id":"boot","entity":"card:a","id":"01a1ee56-5e06-70ed-add6-9af4331fe4e0","kind":"text.erased","log":"node:7e/shared","occurred_at":"2026-11-23T07:30:00.000Z","payload":{"change":"01a1ee56-5e02-7704-9aeb-b902d2330c39"},"schema":1}');
INSERT INTO public.change VALUES ('node:7e', 'shared', 4, '01a1ee56-5e0b-70bd-ac21-ce54930aba93', 'card:01a1ee56-5e0c-788a-9fa7-e2168ba7cc33', 'card', 'card.raised', 'pc-1', 2, 3, '35684df215e04bfaafd8d3d947d6914425b6efe0ac507b8819147e7cd453dde3', 0, '[[1,1]]', '9b484b3bd1d3bd2a75273bfc68378038562c63d7f743ba5337fe68287dd52c7b', '41444a745d93da4ac4b002d8c1060ec664a7d829593c8c167dcd9230be4dacfc', '2026-11-23T07:30:00.000Z', '{"actor":{"kind":"board","person":null,"role":null},"based_on":null,"boot_id":"boot","entity":"card:01a1ee56-5e0c-788a-9fa7-e2168ba7cc33","id":"01a1ee56-5e0b-70bd-ac21-ce54930aba93","kind":"card.raised","log":"node:7e/shared","occurred_at":"2026-11-23T07:30:00.000Z","payload":{"title":"A card"},"schema":1}');
INSERT INTO public.document VALUES ('device', 'pc-1', 1, 'node:7e', '{"name":"PC-0417"}', NULL);
INSERT INTO public.erased VALUES ('node:7e', 'shared', '01a1ee56-5e02-7704-9aeb-b902d2330c39');
INSERT INTO public.log VALUES ('node:7e', 'shared', 4);
INSERT INTO public.meta VALUES ('timeline', '01a1ee56-5e01-7984-9b4c-e880d842f657');
INSERT INTO public.meta VALUES ('incarnation', '1795419000000');
INSERT INTO public.meta VALUES ('secret', '86702a050b6a60fd6c0e781ef7d19001aba77458e12e462d2933cb25c728d839');
INSERT INTO public.meta VALUES ('audited', '1');
INSERT INTO public.spent VALUES ('node:7e', 'shared', 'pc-1', 2, 1, '01a1ee56-5e08-7d88-b547-6dc0e4344515', '5be0b66379636bf3cc8a288699e4afc47c6ee48d15d21ebb60c04e6b102bfbaa', '0000000000000000000000000000000000000000000000000000000000000000', 0, '[[1,1]]', '7b9f90bbc4ce0278384cf9f529194c46f17f942ffb226dc931941030328bf435', '2026-11-23T07:30:00.000Z', 'not_permitted', 'only tier 2 answers', '{"actor":{"kind":"board","person":null,"role":null},"based_on":null,"boot_id":"boot","entity":"card:01a1ee56-5e09-78b0-8c73-47fdd35c6a7d","id":"01a1ee56-5e08-7d88-b547-6dc0e4344515","kind":"card.raised","log":"node:7e/shared","occurred_at":"2026-11-23T07:30:00.000Z","payload":{"title":"A card"},"schema":1}');
INSERT INTO public.spent VALUES ('node:7e', 'shared', 'pc-1', 2, 2, '01a1ee56-5e02-7704-9aeb-b902d2330c39', '5f1976abb16430041a45e9d4cfd2c020fd283e728fcb999b3512bd5b9de40f7c', '7b9f90bbc4ce0278384cf9f529194c46f17f942ffb226dc931941030328bf435', 0, '[[1,1]]', '35684df215e04bfaafd8d3d947d6914425b6efe0ac507b8819147e7cd453dde3', '2026-11-23T07:30:00.000Z', NULL, NULL, NULL);
INSERT INTO public.stream VALUES ('node:7e', 'shared', 'pc-1', 1, 3, '6d484e2c68a9f90f7fc9dc7815a141cc04febf5307cac5d63c56bb48fcdc1783', '');
INSERT INTO public.stream VALUES ('node:7e', 'shared', 'pc-1', 2, 3, '41444a745d93da4ac4b002d8c1060ec664a7d829593c8c167dcd9230be4dacfc', '[[1,1]]');
INSERT INTO public.words VALUES ('node:7e', 'shared', 2, '\x381526db94de8f413ddf0a7a343a26ea8a10f7a0509e6640de10a8d097cc4bf3', '{"title":"Bett 4 wäre nötig"}');
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.blob
    ADD CONSTRAINT blob_pkey PRIMARY KEY (kind, name);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (node, kind, seq);
ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (kind, key);
ALTER TABLE ONLY public.erased
    ADD CONSTRAINT erased_pkey PRIMARY KEY (node, kind, change_id);
ALTER TABLE ONLY public.log
    ADD CONSTRAINT log_pkey PRIMARY KEY (node, kind);
ALTER TABLE ONLY public.meta
    ADD CONSTRAINT meta_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.spent
    ADD CONSTRAINT spent_pkey PRIMARY KEY (node, kind, device, incarnation, counter);
ALTER TABLE ONLY public.stream
    ADD CONSTRAINT stream_pkey PRIMARY KEY (node, kind, device, incarnation);
ALTER TABLE ONLY public.words
    ADD CONSTRAINT words_pkey PRIMARY KEY (node, kind, seq);
CREATE INDEX audit_at ON public.audit USING btree (at);
CREATE INDEX blob_expiry ON public.blob USING btree (expires_at);
CREATE INDEX blob_node ON public.blob USING btree (kind, node);
CREATE INDEX change_entity ON public.change USING btree (node, kind, entity, seq);
CREATE UNIQUE INDEX change_id ON public.change USING btree (node, kind, id);
CREATE UNIQUE INDEX change_place ON public.change USING btree (node, kind, device, incarnation, counter);
CREATE INDEX document_expiry ON public.document USING btree (expires_at);
CREATE INDEX document_node ON public.document USING btree (kind, node, key);
CREATE INDEX spent_change ON public.spent USING btree (node, kind, change_id);
CREATE INDEX stream_device ON public.stream USING btree (device);
