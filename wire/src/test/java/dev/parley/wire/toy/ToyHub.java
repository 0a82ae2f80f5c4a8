package dev.parley.wire.toy;

import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.Means;
import dev.parley.wire.hub.Means.Deed;
import dev.parley.wire.hub.Pace;
import dev.parley.wire.hub.ParleyDialect;
import dev.parley.wire.hub.Setup;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Two instances over one store, and a proxy in front of them. */
public final class ToyHub implements AutoCloseable {
    public static final String ORIGIN = "https://pages.example";

    private final ToyStore store = new ToyStore();
    private final ToyInstance first;
    private final ToyInstance second;
    private final ToyProxy proxy;

    public ToyHub(Flaw... flaws) throws IOException, InterruptedException {
        Set<Flaw> all = Set.of(flaws);
        first = new ToyInstance(store, all, 0);
        second = new ToyInstance(store, all, 1);
        first.start();
        second.start();
        proxy = new ToyProxy(List.of(first, second), all);
    }

    public List<URI> addresses() {
        return List.of(address(first.port()), address(second.port()));
    }

    /** Everything may be done to it. */
    public Hub hub(Pace pace) {
        return new Hub(Setup.of(addresses(), new ParleyDialect(), means()).with(pace));
    }

    public Means means() {
        return new Means()
                .may(Deed.KILL, first::kill)
                .may(Deed.DRAIN, first::drain)
                .may(Deed.RESTART, first::start)
                .may(Deed.STORE_DOWN, () -> store.down(true))
                .may(Deed.STORE_UP, () -> store.down(false))
                .behind("toy", address(proxy.port()))
                .room(ToyInstance.ROOM)
                .origin(ORIGIN);
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        first.kill();
        second.kill();
    }

    private static URI address(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
