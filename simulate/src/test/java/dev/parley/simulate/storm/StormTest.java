package dev.parley.simulate.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.simulate.TestUnits;
import dev.parley.simulate.model.Chat;
import dev.parley.simulate.model.Deployment;
import dev.parley.simulate.units.Units;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StormTest {
    private static final Units UNITS = TestUnits.byHand();
    private static final Chat ROOMS = Chat.of("rooms", 2_000, 20_000, 500);
    private static final Deployment DEPLOYMENT = Deployment.byInterest(10, 3);
    private static final double SECONDS = 25;

    @ParameterizedTest
    @EnumSource
    void everyoneHearsEverythingOnceWhateverHappens(Storm storm) {
        Scene scene = new Scene(ROOMS, DEPLOYMENT, UNITS, SECONDS, 1);
        scene.agenda.at(Storm.BEGIN, () -> storm.begin(scene));
        scene.run();
        assertEquals(500 * SECONDS, (double) scene.said(), 500); // Poisson's: 112 either way is usual
        assertEquals(10 * scene.said(), scene.due());
        assertEquals(scene.due(), scene.timeline.deliveries());
        assertTrue(scene.timeline.deliveriesToConcerned() > 0);
    }

    @ParameterizedTest
    @EnumSource
    void theSameSeedGivesTheSame(Storm storm) {
        Timeline one = storm.over(ROOMS, DEPLOYMENT, UNITS, SECONDS, 4);
        Timeline two = storm.over(ROOMS, DEPLOYMENT, UNITS, SECONDS, 4);
        assertEquals(one.deliveries(), two.deliveries());
        assertEquals(one.concerned(99), two.concerned(99));
        assertEquals(one.others(99), two.others(99));
    }

    @Test
    void nobodyIsBusierThanWhatTheyWereAsked() {
        Scene calm = new Scene(ROOMS, DEPLOYMENT, UNITS, SECONDS, 1);
        calm.run();
        double instances = 0;
        for (int i = 0; i < 10; i++) {
            instances += calm.instance(i).busy();
        }
        double shards =
                calm.shard(0).busy() + calm.shard(1).busy() + calm.shard(2).busy();
        double heard = (shards * 1e6 - calm.said() * 23.0) / 4;
        double expected = calm.said() * 95.0 + heard * 15 + calm.due() * 10.3;
        assertEquals(expected / 1e6, instances, 1e-3);
    }

    @Test
    void withoutAStormMessagesTakeWhatTheyCost() {
        Scene calm = new Scene(ROOMS, DEPLOYMENT, UNITS, SECONDS, 1);
        calm.run();
        assertEquals(0, calm.timeline.deliveriesToConcerned());
        assertTrue(calm.timeline.others(50) < 0.25, "half within " + calm.timeline.others(50) + " ms");
    }

    /** The node timeout and the election are 6.7 s; instances hear of the new master within a second. */
    @Test
    void theRoomsOfADeadShardWaitForItsReplicaAndTheOthersNoticeNothing() {
        Timeline timeline = Storm.SHARD_DIES.over(ROOMS, DEPLOYMENT, UNITS, SECONDS, 1);
        int bin = (int) (Storm.BEGIN / Timeline.BIN);
        assertTrue(timeline.concerned(bin, 99) > 6_000 && timeline.concerned(bin, 99) < 9_000);
        assertTrue(timeline.others(99) < 5, "others " + timeline.others(99) + " ms");
        assertTrue(timeline.concerned(timeline.bins() - 1, 99) < 5);
    }

    @Test
    void aStationDoesOneThingAfterTheOther() {
        Station station = new Station();
        assertEquals(1.5, station.serve(1, 500_000), 1e-9);
        assertEquals(2.0, station.serve(1.2, 500_000), 1e-9);
        assertEquals(3.5, station.serve(3, 500_000), 1e-9);
        station.holdUntil(5);
        assertEquals(5.5, station.serve(4, 500_000), 1e-9);
        assertEquals(2, station.busy(), 1e-9);
    }
}
