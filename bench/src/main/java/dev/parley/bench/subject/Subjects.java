package dev.parley.bench.subject;

import java.nio.file.Path;
import java.util.List;

/** All subjects, in the order of the tables. */
public final class Subjects {
    private Subjects() {}

    /**
     * In this order they also take turns.
     *
     * @param root of the repository
     */
    public static List<Subject> all(Path root) {
        Path peers = root.resolve("bench/peers");
        return List.of(
                Parley.of(root, 1),
                Parley.of(root, 2),
                Parley.byInterest(root),
                Parley.simulated(root, 1),
                Parley.simulated(root, 3),
                Parley.simulated(root, 5),
                Parley.simulatedOverCluster(root, 1),
                Parley.simulatedOverCluster(root, 3),
                Parley.simulatedOverCluster(root, 5),
                Parley.overCluster(root, 1),
                Parley.overCluster(root, 3),
                Parley.overCluster(root, 6),
                Parley.overClusterWithReplica(root),
                Parley.with(root, Tokens.hs256()),
                Parley.with(root, Tokens.rs256()),
                new Nchan(peers, true),
                new Nchan(peers, false),
                new Centrifugo(peers),
                new Mercure(peers),
                OwnServer.naive(root),
                OwnServer.floor(root));
    }
}
