// Sally and Anne, the test of false belief: where will Sally look for her marble?

Use life/things.

Sally and Anne are women. The room and the garden are places. The marble is a thing. The basket and the box are hiding places.

Sally is in the room. Anne is in the room.
The basket is in the room. The box is in the room.
The marble is hidden in the basket. The marble is small.

The author wants Sally to have the marble.
Sally wants to have the marble. Sally wants to be in the garden, a little.
Anne wants the marble to be hidden in the box.

The story has at most 6 events. Plans have at most 3 steps. Beliefs go at most 1 deep.

Story sally: Sally looks where she left it
Tell how Anne hides the marble in the box while Sally is in the garden, and how somebody hides something in a hiding place, then Sally looks for the marble in the basket in vain, as Sally knows it.
