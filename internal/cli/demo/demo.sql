-- The demo's content: Quaywise, an order and freight platform for wholesalers
-- that does not exist, on 20 November 2026. For SQLite, after schema.sql.
--
-- Values are as the application and flagtui store them: booleans 0 or 1, times
-- UTC text with six digits. demo_test.go holds the rows to each other: what
-- flagtui_change tells must end at the overrides' present values.

-- ---------------------------------------------------------------------------
-- The catalogue
-- ---------------------------------------------------------------------------

INSERT INTO flagtui_definition (name, default_enabled, scopes, description) VALUES
('access.api_key_rotation',         1, '', 'Remind administrators to replace API keys that are older than 90 days.'),
('access.audit_export',             0, '', 'Let tenant administrators download their audit log as CSV.'),
('access.magic_links',              0, '', 'Sign in with a one-time link sent by e-mail.'),
('access.passkeys',                 0, '', 'Accept passkeys as a second factor beside one-time codes.'),
('access.sso_enforced',             0, 'tenant', 'Require single sign-on of everybody but the break-glass account.'),

('api.graphql',                     0, '', 'Serve the GraphQL endpoint beside the REST API.'),
('api.idempotency_keys',            1, '', 'Honour the Idempotency-Key header when orders and shipments are created.'),
('api.strict_pagination',           0, '', 'Reject page sizes above 200 instead of silently cutting them.'),
('api.webhooks_v2',                 0, '', 'Sign webhooks with rotating keys and retry them for three days.'),

('billing.credit_limits',           1, '', 'Hold new orders of customers that have used up their credit limit.'),
('billing.dunning_letters',         1, '', 'Send payment reminders 7, 14 and 30 days after the due date.'),
('billing.e_invoicing',             0, '', 'Issue EN 16931 invoices to customers that ask for them.'),
('billing.multi_currency',          0, '', 'Bill a customer in another currency than the tenant''s own.'),
('billing.new_invoice',             0, '', 'Produce invoices with the new engine instead of the nightly batch.'),
('billing.payment_links',           1, '', 'Put a payment link on every invoice sent by e-mail.'),

('catalog.bulk_price_import',       0, '', 'Import price lists of up to 500,000 lines in the background.'),
('catalog.customer_prices',         1, '', 'Show each customer its negotiated prices throughout the shop.'),
('catalog.image_cdn',               1, '', 'Serve product images from the content delivery network.'),
('catalog.variant_matrix',          0, '', 'Order all sizes and colours of an article in one grid.'),

('customers.credit_check',          0, '', 'Ask the credit bureau before a new customer''s first order.'),
('customers.duplicate_detection',   1, '', 'Warn when a new customer resembles an existing one.'),
('customers.self_registration',     0, '', 'Let new customers register themselves, subject to approval.'),

('documents.bilingual_delivery_notes', 0, '', 'Print delivery notes in German and Japanese: Größe (サイズ), Stückzahl (数量), Empfänger (配送先).'),
('documents.e_signature',           0, '', 'Let drivers have delivery notes signed on their phones.'),
('documents.pdf_a3',                0, '', 'Archive every document as PDF/A-3 with its data attached.'),
('documents.retention_rules',       1, '', 'Delete documents when their statutory retention period ends.'),

('files.previews',                  1, '', 'Render previews of office documents and drawings.'),
('files.public_uploads',            0, '', 'Allow unauthenticated uploads.'),
('files.resumable_uploads',         0, '', 'Resume broken uploads of files above 100 MB.'),
('files.virus_scan',                1, '', 'Scan every upload before anybody can download it.'),

('integrations.as2_transport',      0, '', 'Exchange EDI messages over AS2 instead of the SFTP drop box.'),
('integrations.edifact_invoic_d96a_outbound_with_legacy_segment_terminators', 0, '', 'Send INVOIC D.96A with the terminators that two retail chains still insist on.'),
('integrations.erp_order_sync',     1, '', 'Write accepted orders to the tenant''s ERP within a minute.'),
('integrations.punchout_catalog',   0, '', 'Open the shop from within the buyer''s procurement system.'),

('inventory.backorders',            1, '', 'Accept orders beyond the stock at hand and deliver the rest later.'),
('inventory.cycle_counting',        0, '', 'Count a part of each warehouse every day instead of once a year.'),
('inventory.expiry_alerts',         1, '', 'Warn of batches that expire within the next 30 days.'),
('inventory.multi_warehouse',       1, '', 'Allocate an order''s lines to more than one warehouse.'),
('inventory.negative_stock',        0, '', 'Let stock fall below zero until the goods receipt is booked.'),

('notifications.digest',            1, '', 'Gather a day''s notifications into one e-mail.'),
('notifications.quiet_hours',       0, '', 'Hold back notifications at night in the recipient''s time zone.'),
('notifications.sms',               0, '', 'Text drivers and dispatchers about changed pick-up times.'),

('orders.approval_workflow',        0, '', 'Have orders above a limit approved by a second person.'),
('orders.beta_checkout',            1, '', 'Check out on one page instead of four.'),
('orders.bulk_edit',                1, '', 'Change delivery date and address of many orders at once.'),
('orders.draft_autosave',           1, '', 'Save an unfinished order every ten seconds.'),
('orders.promised_dates',           0, '', 'Promise a delivery date at checkout.'),
('orders.quick_entry',              0, '', 'Enter orders by typing or pasting article numbers and quantities.'),
('orders.split_shipments',          0, '', 'Ship what is ready and send the rest of the order after it.'),

('platform.maintenance_banner',     0, 'system', 'Announce the next maintenance window on every page.'),
('platform.new_navigation',         0, '', 'Show the sidebar in place of the top menu.'),
('platform.read_only_mode',         0, 'system', 'Refuse every change while the database is being moved.'),

('reports.carbon_footprint',        0, '', 'Estimate the CO2 emissions of every shipment from its weight, distance and carrier, show them on the order, on the invoice and in the monthly report, and let customers of the tenant download the figures of the last three years in the form that auditors of sustainability reports ask for.'),
('reports.live_dashboard',          1, '', 'Refresh the dashboard every five seconds without reloading the page.'),
('reports.scheduled_exports',       1, '', 'Mail reports as spreadsheets at a time of the user''s choosing.'),

('returns.instant_refunds',         0, '', 'Refund a return when the carrier scans it, not when it is unpacked.'),
('returns.photo_evidence',          0, '', 'Ask for photographs of damaged goods.'),
('returns.self_service',            1, '', 'Let customers announce returns and print their labels.'),

('search.semantic_ranking',         0, '', 'Rank search results by meaning as well as by words.'),
('search.typo_tolerance',           1, '', 'Find articles in spite of one or two typing errors.'),

('shipping.carrier_api_v2',         0, '', 'Book shipments through version 2 of the carriers'' interfaces.'),
('shipping.dangerous_goods',        0, '', 'Print dangerous goods declarations with the freight documents.'),
('shipping.live_tracking',          1, '', 'Show the truck on the map from pick-up to delivery.'),
('shipping.rate_shopping',          1, '', 'Compare all carriers'' rates before a shipment is booked.');

-- ---------------------------------------------------------------------------
-- Tenants. An override's scope_id is the id, which some slugs differ from.
-- ---------------------------------------------------------------------------

INSERT INTO tenants_tenant (id, slug, name, status, created_at, updated_at, created_by, updated_by) VALUES
('acme',             'acme',                  'Acme Industrial Supply',            'active',    '2024-02-12 09:14:31.841705', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('alpenkiste',       'alpenkiste',            'Alpenkiste Feinkost AG',            'active',    '2024-05-03 07:52:10.883075', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('arbor',            'arbor',                 'Arbor Timber Merchants',            'active',    '2024-06-19 13:05:47.601661', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('bluefin',          'bluefin',               'Bluefin Seafood Wholesale',         'active',    '2024-08-27 10:33:02.116271', '2025-11-04 15:20:44.522203', 'onboarding@quaywise.example', 'lena.vogt@quaywise.example'),
('brightwell',       'brightwell',            'Brightwell Lighting',               'active',    '2024-09-10 08:41:19.085689', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('cordoba',          'cordoba',               'Córdoba Cerámica S.L.',             'active',    '2024-11-21 12:27:55.503713', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('delta-9f27',       'delta-packaging',       'Delta Packaging',                   'active',    '2025-01-15 09:03:12.064505', '2026-03-02 11:48:36.719134', 'onboarding@quaywise.example', 'ops@quaywise.example'),
('everline',         'everline',              'Everline Textiles',                 'active',    '2025-02-06 14:19:08.173533', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('fjord',            'fjord',                 'Fjord Cold Chain AS',               'active',    '2025-02-24 07:30:41.679339', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('globex',           'globex-international',  'Globex International',              'active',    '2024-02-29 10:10:10.597087', '2026-01-19 09:26:51.482534', 'onboarding@quaywise.example', 'ops@quaywise.example'),
('granite',          'granite',               'Granite & Sons Building Supplies',  'active',    '2025-03-18 11:55:26.355985', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('halden',           'halden-shipyard',       'Halden Shipyard Stores',            'active',    '2026-09-29 07:44:52.606902', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('hanseatic',        'hanseatic',             'Hanseatic Coffee Traders',          'active',    '2025-04-07 08:22:33.469130', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('initech',          'initech',               'Initech Office Products',           'active',    '2024-03-14 15:09:26.996131', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('juniper',          'juniper',               'Juniper Pharma Logistics',          'active',    '2025-05-22 09:47:03.751756', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('kestrel',          'kestrel',               'Kestrel Bicycle Parts',             'active',    '2025-06-30 10:01:58.087310', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('lumen-3c80',       'lumen',                 'Lumen Electrical Wholesale',        'active',    '2025-08-11 13:38:14.502905', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('mapleworks',       'mapleworks',            'Mapleworks Furniture',              'suspended', '2025-09-02 08:16:40.626912', '2026-07-01 00:05:12.356150', 'onboarding@quaywise.example', 'ops@quaywise.example'),
('nordwind',         'nordwind',              'Nordwind Spedition GmbH',           'active',    '2024-04-22 06:58:29.068888', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('orchard',          'orchard',               'Orchard Fresh Produce',             'active',    '2025-10-13 09:29:17.313038', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('pacifica',         'toa-pacifica',          '東亞太平洋物流 Toa Pacifica',       'active',    '2025-11-25 02:43:05.960549', '2026-05-08 03:12:39.038168', 'onboarding@quaywise.example', 'mei.tanaka@quaywise.example'),
('quarry',           'quarry',                'Quarry Stone & Gravel',             'active',    '2026-01-08 10:37:22.537263', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example'),
('redwood',          'redwood',               'Redwood Paper Mills',               'suspended', '2024-12-02 16:04:48.208301', '2026-08-31 22:00:07.053431', 'onboarding@quaywise.example', 'ops@quaywise.example'),
('sirius',           'sirius',                'Sirius Tyre Distribution',          'suspended', '2026-02-17 11:12:59.414513', '2026-10-28 08:15:09.204118', 'onboarding@quaywise.example', 'ops@quaywise.example'),
('vandermeer',       'vandermeer',            'Van der Meer Bloemen B.V.',         'active',    '2026-04-20 05:50:34.641177', NULL, 'onboarding@quaywise.example', 'onboarding@quaywise.example');

-- ---------------------------------------------------------------------------
-- Overrides. The ids follow created_at; gaps are rows since deleted.
-- ---------------------------------------------------------------------------

-- The new invoice engine: on for the system, 12 tenants on, 3 off.
INSERT INTO feature_flags_override (id, scope, scope_id, name, enabled, created_at, updated_at, created_by, updated_by) VALUES
(14, 'tenant', 'initech',    'billing.new_invoice', 1, '2026-05-04 07:30:45.574456', NULL, 'lena.vogt@quaywise.example', 'lena.vogt@quaywise.example'),
(15, 'tenant', 'arbor',      'billing.new_invoice', 1, '2026-05-04 07:31:20.617784', NULL, 'lena.vogt@quaywise.example', 'lena.vogt@quaywise.example'),
(20, 'tenant', 'acme',       'billing.new_invoice', 1, '2026-06-08 08:12:09.252573', NULL, 'lena.vogt@quaywise.example', 'lena.vogt@quaywise.example'),
(21, 'tenant', 'brightwell', 'billing.new_invoice', 1, '2026-06-08 08:12:55.370273', NULL, 'lena.vogt@quaywise.example', 'lena.vogt@quaywise.example'),
(29, 'tenant', 'vandermeer', 'billing.new_invoice', 1, '2026-07-06 07:05:14.241567', NULL, 'lena.vogt@quaywise.example', 'lena.vogt@quaywise.example'),
(30, 'tenant', 'juniper',    'billing.new_invoice', 0, '2026-07-06 07:06:02.454033', '2026-09-04 14:20:37.055000', 'lena.vogt@quaywise.example', 'flagtui:bob@ops2'),
(40, 'tenant', 'alpenkiste', 'billing.new_invoice', 1, '2026-08-31 06:45:10.507000', NULL, 'flagtui:alice@ops1', 'flagtui:alice@ops1'),
(41, 'tenant', 'cordoba',    'billing.new_invoice', 1, '2026-08-31 06:45:10.507000', NULL, 'flagtui:alice@ops1', 'flagtui:alice@ops1'),
(42, 'tenant', 'delta-9f27', 'billing.new_invoice', 1, '2026-08-31 06:45:10.507000', NULL, 'flagtui:alice@ops1', 'flagtui:alice@ops1'),
(43, 'tenant', 'everline',   'billing.new_invoice', 1, '2026-08-31 06:45:10.507000', NULL, 'flagtui:alice@ops1', 'flagtui:alice@ops1'),
(44, 'tenant', 'fjord',      'billing.new_invoice', 1, '2026-08-31 06:45:10.507000', NULL, 'flagtui:alice@ops1', 'flagtui:alice@ops1'),
(45, 'tenant', 'kestrel',    'billing.new_invoice', 1, '2026-08-31 06:45:10.507000', NULL, 'flagtui:alice@ops1', 'flagtui:alice@ops1'),
(46, 'tenant', 'quarry',     'billing.new_invoice', 1, '2026-08-31 06:45:10.507000', NULL, 'flagtui:alice@ops1', 'flagtui:alice@ops1'),
(56, 'system', '',           'billing.new_invoice', 1, '2026-10-19 05:58:21.746000', NULL, 'flagtui:alice@ops1', 'flagtui:alice@ops1'),
(57, 'tenant', 'globex',     'billing.new_invoice', 0, '2026-10-19 08:13:49.431000', NULL, 'flagtui:alice@ops1', 'flagtui:alice@ops1'),
(58, 'tenant', 'granite',    'billing.new_invoice', 0, '2026-10-19 08:13:49.431000', NULL, 'flagtui:alice@ops1', 'flagtui:alice@ops1');

-- Not registered any more: the application honours them all the same.
INSERT INTO feature_flags_override (id, scope, scope_id, name, enabled, created_at, updated_at, created_by, updated_by) VALUES
(1,  'system', '',          'orders.legacy_cart',       1, '2026-01-22 10:18:40.464973', NULL, 'lena.vogt@quaywise.example', 'lena.vogt@quaywise.example'),
(2,  'system', '',          'reports.flash_charts',     0, '2026-02-09 14:02:13.613332', NULL, 'tom.okafor@quaywise.example', 'tom.okafor@quaywise.example'),
(3,  'tenant', 'acme',      'billing.sepa_mandates_v1', 1, '2026-02-11 09:45:57.544353', NULL, 'lena.vogt@quaywise.example', 'lena.vogt@quaywise.example'),
(4,  'tenant', 'hanseatic', 'billing.sepa_mandates_v1', 1, '2026-02-11 09:46:31.405364', NULL, 'lena.vogt@quaywise.example', 'lena.vogt@quaywise.example');

-- A tenant that tenants_tenant does not list.
INSERT INTO feature_flags_override (id, scope, scope_id, name, enabled, created_at, updated_at, created_by, updated_by) VALUES
(26, 'tenant', 'acme-sandbox', 'api.graphql',             1, '2026-06-29 13:00:44.386500', NULL, 'priya.nair@quaywise.example', 'priya.nair@quaywise.example'),
(27, 'tenant', 'acme-sandbox', 'search.semantic_ranking', 1, '2026-06-29 13:01:29.016260', NULL, 'priya.nair@quaywise.example', 'priya.nair@quaywise.example'),
(38, 'tenant', 'acme-sandbox', 'orders.promised_dates',   1, '2026-08-20 15:26:03.813716', NULL, 'tom.okafor@quaywise.example', 'tom.okafor@quaywise.example');

-- The system, against the default.
INSERT INTO feature_flags_override (id, scope, scope_id, name, enabled, created_at, updated_at, created_by, updated_by) VALUES
(5,  'system', '', 'billing.dunning_letters',                                                   0, '2026-03-05 08:31:22.307924', NULL, 'ops@quaywise.example', 'ops@quaywise.example'),
(7,  'system', '', 'access.passkeys',                                                           1, '2026-03-17 13:27:05.753734', NULL, 'priya.nair@quaywise.example', 'priya.nair@quaywise.example'),
(12, 'system', '', 'api.webhooks_v2',                                                           1, '2026-04-14 09:12:48.223268', '2026-06-02 07:40:16.745958', 'priya.nair@quaywise.example', 'priya.nair@quaywise.example'),
(16, 'system', '', 'catalog.variant_matrix',                                                    1, '2026-05-06 15:33:59.145821', NULL, 'tom.okafor@quaywise.example', 'tom.okafor@quaywise.example'),
(25, 'system', '', 'integrations.edifact_invoic_d96a_outbound_with_legacy_segment_terminators', 1, '2026-06-23 13:13:46.228096', NULL, 'mei.tanaka@quaywise.example', 'mei.tanaka@quaywise.example'),
(31, 'system', '', 'orders.bulk_edit',                                                          0, '2026-07-08 11:04:27.437778', '2026-09-17 16:49:03.111290', 'tom.okafor@quaywise.example', 'ops@quaywise.example'),
(59, 'system', '', 'shipping.live_tracking',                                                    0, '2026-10-22 19:26:44.968620', NULL, 'ops@quaywise.example', 'ops@quaywise.example'),
(65, 'system', '', 'orders.split_shipments',                                                    1, '2026-11-18 13:31:52.536000', NULL, 'flagtui:carol@bastion', 'flagtui:carol@bastion'),
(66, 'system', '', 'files.resumable_uploads',                                                   1, '2026-11-20 16:05:58.481315', NULL, 'priya.nair@quaywise.example', 'priya.nair@quaywise.example');

-- The system, the same as the default.
INSERT INTO feature_flags_override (id, scope, scope_id, name, enabled, created_at, updated_at, created_by, updated_by) VALUES
(10, 'system', '', 'files.virus_scan',            1, '2026-04-01 06:00:12.445002', NULL, 'ops@quaywise.example', 'ops@quaywise.example'),
(19, 'system', '', 'inventory.negative_stock',    0, '2026-05-28 12:15:38.140428', NULL, 'lena.vogt@quaywise.example', 'lena.vogt@quaywise.example'),
(35, 'system', '', 'platform.maintenance_banner', 0, '2026-08-04 21:55:09.901999', '2026-08-09 04:10:51.132398', 'ops@quaywise.example', 'ops@quaywise.example'),
(50, 'system', '', 'notifications.digest',        1, '2026-09-24 10:05:33.323828', NULL, 'mei.tanaka@quaywise.example', 'mei.tanaka@quaywise.example');

-- Tenants that set what they would inherit anyway.
INSERT INTO feature_flags_override (id, scope, scope_id, name, enabled, created_at, updated_at, created_by, updated_by) VALUES
(13, 'tenant', 'acme',     'api.graphql',            0, '2026-04-28 10:22:15.362735', '2026-09-30 15:07:42.604590', 'lena.vogt@quaywise.example', 'lena.vogt@quaywise.example'),
(28, 'tenant', 'pacifica', 'catalog.image_cdn',      1, '2026-07-02 06:48:33.951372', NULL, 'mei.tanaka@quaywise.example', 'mei.tanaka@quaywise.example'),
(48, 'tenant', 'bluefin',  'orders.split_shipments', 1, '2026-09-21 09:48:17.909939', NULL, 'tom.okafor@quaywise.example', 'tom.okafor@quaywise.example');

-- Tenants against the system.
INSERT INTO feature_flags_override (id, scope, scope_id, name, enabled, created_at, updated_at, created_by, updated_by) VALUES
(6,  'tenant', 'everline', 'billing.dunning_letters',                                                   1, '2026-03-06 09:39:28.750061', NULL, 'support@quaywise.example', 'support@quaywise.example'),
(9,  'tenant', 'juniper',  'access.passkeys',                                                           0, '2026-03-25 08:03:41.121858', NULL, 'support@quaywise.example', 'support@quaywise.example'),
(11, 'tenant', 'redwood',  'notifications.digest',                                                      0, '2026-04-09 14:50:27.396998', NULL, 'support@quaywise.example', 'support@quaywise.example'),
(32, 'tenant', 'granite',  'integrations.edifact_invoic_d96a_outbound_with_legacy_segment_terminators', 0, '2026-07-14 09:20:05.937995', NULL, 'mei.tanaka@quaywise.example', 'mei.tanaka@quaywise.example'),
(60, 'tenant', 'nordwind', 'shipping.live_tracking',                                                    1, '2026-10-23 06:12:30.489702', NULL, 'support@quaywise.example', 'support@quaywise.example'),
(61, 'tenant', 'fjord',    'shipping.live_tracking',                                                    1, '2026-10-23 06:14:08.385249', NULL, 'support@quaywise.example', 'support@quaywise.example');

-- Tenants against the default.
INSERT INTO feature_flags_override (id, scope, scope_id, name, enabled, created_at, updated_at, created_by, updated_by) VALUES
(8,  'tenant', 'juniper',    'access.sso_enforced',                1, '2026-03-24 11:30:02.313404', NULL, 'support@quaywise.example', 'support@quaywise.example'),
(17, 'tenant', 'globex',     'access.sso_enforced',                1, '2026-05-12 16:18:37.092583', NULL, 'support@quaywise.example', 'support@quaywise.example'),
(18, 'tenant', 'globex',     'orders.beta_checkout',               0, '2026-05-19 08:08:54.893676', NULL, 'support@quaywise.example', 'support@quaywise.example'),
(22, 'tenant', 'sirius',     'customers.self_registration',        1, '2026-06-11 11:11:08.330108', NULL, 'support@quaywise.example', 'support@quaywise.example'),
(23, 'tenant', 'nordwind',   'shipping.carrier_api_v2',            1, '2026-06-15 09:01:17.346704', NULL, 'tom.okafor@quaywise.example', 'tom.okafor@quaywise.example'),
(24, 'tenant', 'acme',       'shipping.carrier_api_v2',            1, '2026-06-15 09:02:40.164346', NULL, 'tom.okafor@quaywise.example', 'tom.okafor@quaywise.example'),
(33, 'tenant', 'juniper',    'shipping.carrier_api_v2',            1, '2026-07-20 14:36:22.611237', NULL, 'tom.okafor@quaywise.example', 'tom.okafor@quaywise.example'),
(34, 'tenant', 'pacifica',   'documents.bilingual_delivery_notes', 1, '2026-07-29 12:34:56.820633', NULL, 'mei.tanaka@quaywise.example', 'mei.tanaka@quaywise.example'),
(36, 'tenant', 'hanseatic',  'billing.multi_currency',             1, '2026-08-12 09:17:23.420886', NULL, 'lena.vogt@quaywise.example', 'lena.vogt@quaywise.example'),
(37, 'tenant', 'pacifica',   'shipping.carrier_api_v2',            1, '2026-08-18 10:51:05.689238', NULL, 'tom.okafor@quaywise.example', 'tom.okafor@quaywise.example'),
(39, 'tenant', 'delta-9f27', 'access.sso_enforced',                1, '2026-08-26 07:59:11.313581', NULL, 'support@quaywise.example', 'support@quaywise.example'),
(47, 'tenant', 'bluefin',    'inventory.backorders',               0, '2026-09-08 08:55:40.386417', NULL, 'support@quaywise.example', 'support@quaywise.example'),
(51, 'tenant', 'lumen-3c80', 'access.sso_enforced',                1, '2026-10-05 13:44:50.056113', NULL, 'support@quaywise.example', 'support@quaywise.example'),
(53, 'tenant', 'everline',   'returns.photo_evidence',             1, '2026-10-08 12:19:40.502866', NULL, 'mei.tanaka@quaywise.example', 'mei.tanaka@quaywise.example'),
(54, 'tenant', 'kestrel',    'search.semantic_ranking',            1, '2026-10-13 10:40:01.723346', NULL, 'priya.nair@quaywise.example', 'priya.nair@quaywise.example'),
(55, 'tenant', 'orchard',    'search.semantic_ranking',            1, '2026-10-14 09:32:18.384879', NULL, 'priya.nair@quaywise.example', 'priya.nair@quaywise.example'),
(62, 'tenant', 'halden',     'shipping.carrier_api_v2',            1, '2026-11-03 08:25:19.573607', NULL, 'tom.okafor@quaywise.example', 'tom.okafor@quaywise.example'),
(64, 'tenant', 'nordwind',   'notifications.sms',                  1, '2026-11-12 07:55:26.046192', NULL, 'support@quaywise.example', 'support@quaywise.example');

-- ---------------------------------------------------------------------------
-- History: what was changed with flagtui.
-- ---------------------------------------------------------------------------

INSERT INTO flagtui_change (change, at, actor, reason, scope, scope_id, name, before, after, undoes) VALUES
('20260831-064510-6yrzxa', '2026-08-31 06:45:10.507000', 'alice@ops1', 'Pilot wave 3 of the new invoice engine', 'tenant', 'alpenkiste', 'billing.new_invoice', NULL, 1, NULL),
('20260831-064510-6yrzxa', '2026-08-31 06:45:10.507000', 'alice@ops1', 'Pilot wave 3 of the new invoice engine', 'tenant', 'cordoba', 'billing.new_invoice', NULL, 1, NULL),
('20260831-064510-6yrzxa', '2026-08-31 06:45:10.507000', 'alice@ops1', 'Pilot wave 3 of the new invoice engine', 'tenant', 'delta-9f27', 'billing.new_invoice', NULL, 1, NULL),
('20260831-064510-6yrzxa', '2026-08-31 06:45:10.507000', 'alice@ops1', 'Pilot wave 3 of the new invoice engine', 'tenant', 'everline', 'billing.new_invoice', NULL, 1, NULL),
('20260831-064510-6yrzxa', '2026-08-31 06:45:10.507000', 'alice@ops1', 'Pilot wave 3 of the new invoice engine', 'tenant', 'fjord', 'billing.new_invoice', NULL, 1, NULL),
('20260831-064510-6yrzxa', '2026-08-31 06:45:10.507000', 'alice@ops1', 'Pilot wave 3 of the new invoice engine', 'tenant', 'kestrel', 'billing.new_invoice', NULL, 1, NULL),
('20260831-064510-6yrzxa', '2026-08-31 06:45:10.507000', 'alice@ops1', 'Pilot wave 3 of the new invoice engine', 'tenant', 'quarry', 'billing.new_invoice', NULL, 1, NULL),
('20260831-064510-6yrzxa', '2026-08-31 06:45:10.507000', 'alice@ops1', 'Pilot wave 3 of the new invoice engine', 'tenant', 'hanseatic', 'billing.new_invoice', NULL, 1, NULL);

INSERT INTO flagtui_change (change, at, actor, reason, scope, scope_id, name, before, after, undoes) VALUES
('20260904-142037-5ctgnk', '2026-09-04 14:20:37.055000', 'bob@ops2', 'Wrong VAT on credit notes, back to the batch', 'tenant', 'juniper', 'billing.new_invoice', 1, 0, NULL),
('20260904-142037-5ctgnk', '2026-09-04 14:20:37.055000', 'bob@ops2', 'Wrong VAT on credit notes, back to the batch', 'tenant', 'hanseatic', 'billing.new_invoice', 1, NULL, NULL);

INSERT INTO flagtui_change (change, at, actor, reason, scope, scope_id, name, before, after, undoes) VALUES
('20261019-055821-dv72sw', '2026-10-19 05:58:21.746000', 'alice@ops1', 'Pilot finished, no differences in the September run', 'system', '', 'billing.new_invoice', NULL, 1, NULL);

INSERT INTO flagtui_change (change, at, actor, reason, scope, scope_id, name, before, after, undoes) VALUES
('20261019-081349-r5d33t', '2026-10-19 08:13:49.431000', 'alice@ops1', 'Both want to finish their fiscal year on the batch', 'tenant', 'globex', 'billing.new_invoice', NULL, 0, NULL),
('20261019-081349-r5d33t', '2026-10-19 08:13:49.431000', 'alice@ops1', 'Both want to finish their fiscal year on the batch', 'tenant', 'granite', 'billing.new_invoice', NULL, 0, NULL);

INSERT INTO flagtui_change (change, at, actor, reason, scope, scope_id, name, before, after, undoes) VALUES
('20261112-024733-7lo2zh', '2026-11-12 02:47:33.376000', 'bob@ops2', 'Two carriers answer rate requests after 30 s, checkout hangs', 'system', '', 'shipping.rate_shopping', NULL, 0, NULL);

INSERT INTO flagtui_change (change, at, actor, reason, scope, scope_id, name, before, after, undoes) VALUES
('20261112-092004-glblrt', '2026-11-12 09:20:04.627000', 'bob@ops2', 'Carriers are back', 'system', '', 'shipping.rate_shopping', 0, NULL, '20261112-024733-7lo2zh');

INSERT INTO flagtui_change (change, at, actor, reason, scope, scope_id, name, before, after, undoes) VALUES
('20261118-133152-7i2ouy', '2026-11-18 13:31:52.536000', 'carol@bastion', 'Released to everybody', 'system', '', 'orders.split_shipments', NULL, 1, NULL),
('20261118-133152-7i2ouy', '2026-11-18 13:31:52.536000', 'carol@bastion', 'Released to everybody', 'tenant', 'orchard', 'orders.split_shipments', 1, NULL, NULL);

-- ---------------------------------------------------------------------------
-- The application's own audit trail, of which it keeps ten weeks. What flagtui
-- changed is not in it.
-- ---------------------------------------------------------------------------

INSERT INTO audit_log_audit_entry (id, created_at, entity_type, entity_id, action, changes, user_id, correlation_id, tenant_id) VALUES
('27801375101349c7a2ab5d67c074a644', '2026-09-17 16:49:03.114506', 'FeatureFlagOverride', '31', 'updated', '[{"field":"enabled","old":true,"new":false}]', 'ops@quaywise.example', 'req-b85993a7', NULL),
('060bed79214149cf8d84cc7956364be9', '2026-09-21 09:48:17.914934', 'FeatureFlagOverride', '48', 'created', '[{"field":"scope","new":"tenant"},{"field":"scope_id","new":"bluefin"},{"field":"name","new":"orders.split_shipments"},{"field":"enabled","new":true}]', 'tom.okafor@quaywise.example', 'req-4233eb55', NULL),
('12fcce59b1e944fd96b1f9d204948682', '2026-09-21 09:49:02.546225', 'FeatureFlagOverride', '49', 'created', '[{"field":"scope","new":"tenant"},{"field":"scope_id","new":"orchard"},{"field":"name","new":"orders.split_shipments"},{"field":"enabled","new":true}]', 'tom.okafor@quaywise.example', 'req-ec32db3b', NULL),
('46635a99e9104c8dbf06e36b1404cd3a', '2026-09-24 10:05:33.326707', 'FeatureFlagOverride', '50', 'created', '[{"field":"scope","new":"system"},{"field":"scope_id","new":""},{"field":"name","new":"notifications.digest"},{"field":"enabled","new":true}]', 'mei.tanaka@quaywise.example', 'req-bda03923', NULL),
('3784e1faf50246a0956d0495f9566269', '2026-09-29 07:44:52.610345', 'Tenant', 'halden', 'created', '[{"field":"id","new":"halden"},{"field":"slug","new":"halden-shipyard"},{"field":"status","new":"active"}]', 'onboarding@quaywise.example', 'req-c66f511b', NULL),
('4fba675d9f6d46b284ae6af5fb68eb68', '2026-09-30 15:07:42.608409', 'FeatureFlagOverride', '13', 'updated', '[{"field":"enabled","old":true,"new":false}]', 'lena.vogt@quaywise.example', 'req-8d301caf', NULL),
('1ee6db62e8944dc382aab6fe0d5feb54', '2026-10-05 13:44:50.059990', 'FeatureFlagOverride', '51', 'created', '[{"field":"scope","new":"tenant"},{"field":"scope_id","new":"lumen-3c80"},{"field":"name","new":"access.sso_enforced"},{"field":"enabled","new":true}]', 'support@quaywise.example', 'req-02228d48', NULL),
('0346ce068b214a85ba84882937c3de4c', '2026-10-07 10:10:35.336336', 'FeatureFlagOverride', '52', 'created', '[{"field":"scope","new":"tenant"},{"field":"scope_id","new":"quarry"},{"field":"name","new":"orders.quick_entry"},{"field":"enabled","new":true}]', 'tom.okafor@quaywise.example', 'req-c199c0a9', NULL),
('4ca8c324a8eb42f1b27d239fdf8adf39', '2026-10-08 12:19:40.508345', 'FeatureFlagOverride', '53', 'created', '[{"field":"scope","new":"tenant"},{"field":"scope_id","new":"everline"},{"field":"name","new":"returns.photo_evidence"},{"field":"enabled","new":true}]', 'mei.tanaka@quaywise.example', 'req-f7572dd8', NULL),
('9581467552604ba9b3623b53b93e295f', '2026-10-09 08:02:11.870456', 'FeatureFlagOverride', '52', 'deleted', '[]', 'tom.okafor@quaywise.example', 'req-1aafd366', NULL),
('f9a8eab819b343bb8a01f57adde5a881', '2026-10-13 10:40:01.727258', 'FeatureFlagOverride', '54', 'created', '[{"field":"scope","new":"tenant"},{"field":"scope_id","new":"kestrel"},{"field":"name","new":"search.semantic_ranking"},{"field":"enabled","new":true}]', 'priya.nair@quaywise.example', 'req-6518182b', NULL),
('a9225a7d3e21431da4d3921a724a67f6', '2026-10-14 09:32:18.387097', 'FeatureFlagOverride', '55', 'created', '[{"field":"scope","new":"tenant"},{"field":"scope_id","new":"orchard"},{"field":"name","new":"search.semantic_ranking"},{"field":"enabled","new":true}]', 'priya.nair@quaywise.example', 'req-c6e5ff4d', NULL),
('ac59c7b6c86143a5b201da49cac858bb', '2026-10-22 19:26:44.970979', 'FeatureFlagOverride', '59', 'created', '[{"field":"scope","new":"system"},{"field":"scope_id","new":""},{"field":"name","new":"shipping.live_tracking"},{"field":"enabled","new":false}]', 'ops@quaywise.example', 'req-3ce468a1', NULL),
('cef350e708d04bfea36f4c484fee8d49', '2026-10-23 06:12:30.491980', 'FeatureFlagOverride', '60', 'created', '[{"field":"scope","new":"tenant"},{"field":"scope_id","new":"nordwind"},{"field":"name","new":"shipping.live_tracking"},{"field":"enabled","new":true}]', 'support@quaywise.example', 'req-a6e35f4b', NULL),
('f2ecb7d90a6f4693b4a0a7d3d3f1b773', '2026-10-23 06:14:08.387919', 'FeatureFlagOverride', '61', 'created', '[{"field":"scope","new":"tenant"},{"field":"scope_id","new":"fjord"},{"field":"name","new":"shipping.live_tracking"},{"field":"enabled","new":true}]', 'support@quaywise.example', 'req-3ece2523', NULL),
('10a13d912c284fbc9c2d8829f4b39363', '2026-10-28 08:15:09.207731', 'Tenant', 'sirius', 'updated', '[{"field":"status","old":"active","new":"suspended"}]', 'ops@quaywise.example', 'req-d2ee78c5', NULL),
('f05106492ef14a65b5b58f3a807d2f89', '2026-11-03 08:25:19.574715', 'FeatureFlagOverride', '62', 'created', '[{"field":"scope","new":"tenant"},{"field":"scope_id","new":"halden"},{"field":"name","new":"shipping.carrier_api_v2"},{"field":"enabled","new":true}]', 'tom.okafor@quaywise.example', 'req-b47ae101', NULL),
('51799876c0ed4e71bc346fa115743f59', '2026-11-12 07:55:26.048096', 'FeatureFlagOverride', '64', 'created', '[{"field":"scope","new":"tenant"},{"field":"scope_id","new":"nordwind"},{"field":"name","new":"notifications.sms"},{"field":"enabled","new":true}]', 'support@quaywise.example', 'req-48aeb4eb', NULL),
('8b7206da47ca48c096ca839ba8d43ad8', '2026-11-20 16:05:58.486402', 'FeatureFlagOverride', '66', 'created', '[{"field":"scope","new":"system"},{"field":"scope_id","new":""},{"field":"name","new":"files.resumable_uploads"},{"field":"enabled","new":true}]', 'priya.nair@quaywise.example', 'req-2585a1a5', NULL);

-- The company's customer academy: features that are on in a course's project
-- (authoring) or in a section of it (delivery). A row means on.
INSERT INTO flagtui_definition (name, default_enabled, scopes, description) VALUES
  ('academy.ai_drafts', 0, 'project', 'Let authors draft course pages with the writing assistant.'),
  ('academy.peer_review', 0, 'project', 'Ask a second author to approve a page before it is published.'),
  ('academy.import_scorm', 0, 'project', 'Import SCORM packages into a course.'),
  ('academy.adaptive_quizzes', 0, 'project section', 'Choose the next question by how the last ones were answered.'),
  ('academy.live_sessions', 0, 'section', 'Let instructors hold live sessions with a class.'),
  ('academy.certificates', 0, 'section', 'Issue a certificate to whoever completes a class.');

INSERT INTO projects (id, title, slug, status, inserted_at, updated_at) VALUES
  (1, 'Warehouse basics', 'warehouse_basics', 'active', '2026-02-03 08:12:00', '2026-02-03 08:12:00'),
  (2, 'Dangerous goods', 'dangerous_goods', 'active', '2026-03-11 13:40:00', '2026-03-11 13:40:00'),
  (3, 'Customs for beginners', 'customs_beginners', NULL, '2026-04-20 09:05:00', '2026-04-20 09:05:00'),
  (4, 'Forklift licence', 'forklift_licence', 'deleted', '2026-01-15 10:00:00', '2026-06-30 16:20:00');

INSERT INTO sections (id, type, title, slug, status, base_project_id, inserted_at, updated_at) VALUES
  (11, 'enrollable', 'Warehouse basics, autumn', 'warehouse_autumn', 'active', 1, '2026-09-01 07:30:00', '2026-09-01 07:30:00'),
  (12, 'enrollable', 'Dangerous goods, Rotterdam', 'dangerous_goods_rtm', 'active', 2, '2026-09-14 07:30:00', '2026-09-14 07:30:00'),
  (13, 'blueprint', 'Dangerous goods, template', 'dangerous_goods_tpl', 'active', 2, '2026-08-20 07:30:00', '2026-08-20 07:30:00'),
  (14, 'enrollable', 'Warehouse basics, spring', 'warehouse_spring', 'archived', 1, '2026-03-02 07:30:00', '2026-07-31 18:00:00');

INSERT INTO authors (id, email, name) VALUES
  (1, 'lena.vogt@quaywise.example', 'Lena Vogt'),
  (2, 'tom.okafor@quaywise.example', 'Tom Okafor');

-- The last two are odd: live sessions are for sections only, and quiz hints
-- has left the code.
INSERT INTO scoped_feature_flag_states (id, feature_name, project_id, section_id, inserted_at, updated_at) VALUES
  (1, 'academy.ai_drafts', 1, NULL, '2026-08-04 09:15:22', '2026-08-04 09:15:22'),
  (2, 'academy.adaptive_quizzes', 2, NULL, '2026-08-19 14:02:10', '2026-08-19 14:02:10'),
  (3, 'academy.adaptive_quizzes', NULL, 12, '2026-09-15 06:48:51', '2026-09-15 06:48:51'),
  (4, 'academy.certificates', NULL, 11, '2026-09-15 06:50:03', '2026-09-15 06:50:03'),
  (5, 'academy.certificates', NULL, 14, '2026-03-03 11:20:00', '2026-03-03 11:20:00'),
  (6, 'academy.live_sessions', 2, NULL, '2026-10-01 10:11:12', '2026-10-01 10:11:12'),
  (7, 'academy.quiz_hints', NULL, 11, '2026-05-07 15:00:30', '2026-05-07 15:00:30');

INSERT INTO audit_log_events (event_type, project_id, section_id, author_id, details, inserted_at) VALUES
  ('feature_flag_enabled', 1, NULL, 1, '{"feature_name":"academy.ai_drafts","enabled":true,"resource_type":"project","project_title":"Warehouse basics"}', '2026-08-04 09:15:22'),
  ('feature_flag_enabled', NULL, 12, 2, '{"feature_name":"academy.adaptive_quizzes","enabled":true,"resource_type":"section","section_title":"Dangerous goods, Rotterdam"}', '2026-09-15 06:48:51');
