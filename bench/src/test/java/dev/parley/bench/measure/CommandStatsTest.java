package dev.parley.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CommandStatsTest {
    @Test
    void commandsAreCountedBetweenTwoLooks() {
        CommandStats before = CommandStats.parse("""
                # Commandstats
                cmdstat_info:calls=1,usec=1
                cmdstat_xadd:calls=7,usec=9
                """);
        CommandStats after = CommandStats.parse("""
                # Commandstats
                cmdstat_info:calls=2,usec=1
                cmdstat_xadd:calls=9,usec=9
                cmdstat_xrange:calls=3,usec=5
                cmdstat_xrevrange:calls=2,usec=5
                cmdstat_ping:calls=4,usec=1
                """);
        assertEquals(7, after.since(before).total());
        assertEquals(3, after.since(before).rangeReads());
    }
}
