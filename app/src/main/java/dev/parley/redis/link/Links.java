package dev.parley.redis.link;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;

/** The connections for commands to one Redis, one for each {@link Lane}, which everybody shares. Threading: may be used by anyone. */
final class Links implements AutoCloseable {
    private static final CommandObject<String> ASKING =
            new CommandObject<>(new CommandArguments(Command.ASKING), BuilderFactory.STRING);

    private final CommandLink reads;
    private final CommandLink speech;
    private final CommandLink leases; // opened when it is first used

    /** @param connector makes a connection, or throws */
    Links(Supplier<Pipe> connector) {
        reads = new CommandLink("reads", connector);
        speech = new CommandLink("speech", connector);
        leases = new CommandLink("leases", connector);
    }

    /** As {@link CommandLink#ask}. */
    <T> CompletableFuture<T> ask(Lane lane, CommandObject<T> command) {
        return of(lane).ask(command);
    }

    /** The same where the key is not yet, while its slot is moved there. */
    <T> CompletableFuture<T> askAsking(Lane lane, CommandObject<T> command) {
        return of(lane).askBehind(ASKING, command);
    }

    /** What is asked before they stand waits for them. */
    void open() {
        reads.open();
        speech.open();
    }

    /** They are made anew, to where Redis is now; what is under way fails. */
    void reconnect(String why) {
        all().forEach(link -> link.reconnect(why));
    }

    /** None is made anew until they are opened again. */
    void shut() {
        all().forEach(CommandLink::shut);
    }

    /**
     * Breaks those on which an answer is overdue.
     *
     * @return whether Redis is to be blamed: an answer to a read may only be large
     */
    boolean dropOverdue() {
        reads.dropOverdue();
        leases.dropOverdue();
        return speech.dropOverdue();
    }

    @Override
    public void close() {
        all().forEach(CommandLink::close);
    }

    private CommandLink of(Lane lane) {
        return switch (lane) {
            case SPEECH -> speech;
            case READS -> reads;
            case LEASES -> {
                leases.open();
                yield leases;
            }
        };
    }

    private List<CommandLink> all() {
        return List.of(reads, speech, leases);
    }
}
