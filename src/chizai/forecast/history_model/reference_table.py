"""Weights of the members, learnt from panels of real series: reference data, made by benchmarks/backtest.py.

Each of four public panels counts alike, and of each only the half of its series that the digest of their names chose:
US mineral royalties by month, land and commodity (2008 to 2020); the same by payor and year (2013 to 2019); US Medicare
spending by drug brand and year (2013 to 2017); receipts for the use of intellectual property by country and year (2005
to 2014). They are no sample of licences; where a panel of one's own stands beside it, `learn` moves the weights to it.
"""

WEIGHTS_PER_100_000 = (
    (477, 257, 611, 344),
    (105, 179, 115, 269),
    (85, 214, 313, 156),
    (329, 173, 527, 406),
    (246, 130, 130, 127),
    (94, 417, 260, 317),
    (116, 242, 152, 254),
    (86, 196, 227, 163),
    (353, 176, 483, 406),
    (231, 130, 130, 127),
    (314, 1289, 440, 271),
    (779, 1723, 380, 231),
    (94, 253, 264, 194),
    (427, 191, 373, 406),
    (194, 130, 130, 126),
    (2451, 2414, 1864, 332),
    (856, 1275, 1028, 315),
    (133, 526, 6104, 366),
    (483, 227, 256, 405),
    (159, 128, 131, 125),
    (834, 852, 2700, 2971),
    (689, 703, 2281, 2882),
    (330, 323, 1087, 1782),
    (845, 692, 421, 3132),
    (174, 145, 147, 139),
    (2099, 1494, 1230, 1120),
    (1975, 1412, 1171, 1067),
    (1087, 811, 716, 658),
    (5211, 922, 495, 302),
    (306, 239, 228, 214),
    (186, 194, 441, 278),
    (185, 193, 436, 276),
    (175, 182, 388, 254),
    (1163, 755, 750, 377),
    (2606, 1783, 2474, 3484),
)
"""In parts of 100,000: a row for each pair of level volatility and noise, the noise changing fastest; a column for each
trend."""
