// How sentences are refused.
Use gifts.
Della is a woman. Jim is a man. The flat and the shop are places. The combs are a thing.
Della is on the flat.
Dela is in the flat.
The combs is in the shop.
She is in the flat.
Jim thinks that Della
Tell how Jim gives the combs to Della, as Dela knows it.
The lamp is a thnig.
Jim wants to have the combs more than all.
