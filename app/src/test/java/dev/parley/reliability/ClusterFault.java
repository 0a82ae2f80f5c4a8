package dev.parley.reliability;

/** What is made to happen to a Redis Cluster: the rows of that section of the report, in its order. */
enum ClusterFault {
    SLOTS_MOVED("hash slots of the rooms moved, one after the other, key by key"),
    SLOT_LEFT_OPEN("a slot left half moved for 10 s"),
    KILLED("a master killed (`kill -9`)"),
    STOPPED("a master hung (SIGSTOP) for 6 s, and back as a replica"),
    FAILED_OVER("a replica made the master by hand, for each master (`CLUSTER FAILOVER`)"),
    SHARD_ADDED("a shard added, which is given slots"),
    SHARD_REMOVED("a shard emptied and removed"),
    CUT_FROM_ONE("one instance cut from one master for 8 s"),
    LISTENERS_CUT("connections that hear cut every 500 ms, on one master after the other (`CLIENT KILL TYPE pubsub`)"),
    HALF_STOPPED("half of the cluster hung for 8 s: a master, its replica and another replica");

    private final String text;

    ClusterFault(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
