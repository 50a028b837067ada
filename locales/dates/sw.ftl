### The hour as the Swahili coast counts it, where it is wished for; the international one stands beside it.

part =
    { $of-day ->
        [0] usiku
        [1] usiku
        [2] usiku
        [3] usiku
        [4] alfajiri
        [5] alfajiri
        [6] asubuhi
        [7] asubuhi
        [8] asubuhi
        [9] asubuhi
        [10] asubuhi
        [11] asubuhi
        [12] mchana
        [13] mchana
        [14] mchana
        [15] mchana
        [16] jioni
        [17] jioni
        [18] jioni
        [19] usiku
        [20] usiku
        [21] usiku
        [22] usiku
        [23] usiku
        [one] usiku
       *[other] usiku
    }
clock-from-sunrise = { $hour }:{ $minute } { part } ({ $international })
appointment = { $date } saa { $time }
