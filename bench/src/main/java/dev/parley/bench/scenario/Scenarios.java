package dev.parley.bench.scenario;

import dev.parley.bench.load.Speech;
import java.util.List;

/** All scenarios, in the order in which a subject goes through them. */
public final class Scenarios {
    /** The flood is last of the talk: what a server has not delivered of it would be in the way of others. */
    public static final List<Scenario> ALL = List.of(
            new Echo(),
            Publish.byFew(),
            Publish.byMany(),
            new Crowd(20),
            new Crowd(50),
            new Crowd(100),
            new Crowd(200),
            new Slow(),
            new Crowd(Speech.FLAT_OUT),
            new Beside(),
            new Rooms(),
            new Scale(),
            new ScaleCluster(),
            new Rehearing(),
            new ForeignUnits(),
            new Units(),
            new Validate(),
            new Idle(),
            new Storm());

    private Scenarios() {}
}
