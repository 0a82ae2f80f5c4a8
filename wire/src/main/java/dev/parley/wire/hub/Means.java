package dev.parley.wire.hub;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What may be done beyond listening and speaking; all of it the operator's to give. */
public final class Means {
    /** The actions, by the option that gives them. All but the store's are done to the instance of the first URL. */
    public enum Deed {
        KILL("--kill", "ends the first instance as kill -9 does"),
        DRAIN("--drain", "sends SIGTERM to the first instance"),
        RESTART("--restart", "starts the first instance again"),
        STORE_DOWN("--store-down", "takes away what the hub keeps messages in"),
        STORE_UP("--store-up", "gives it back");

        private final String option;
        private final String words;

        Deed(String option, String words) {
            this.option = option;
            this.words = words;
        }

        public String option() {
            return option;
        }

        String need() {
            return "needs " + option + " CMD, which " + words;
        }
    }

    private final Map<Deed, Action> deeds = new LinkedHashMap<>();
    private final Map<String, URI> proxies = new LinkedHashMap<>();
    private String origin = "";
    private int room;

    public Means may(Deed deed, Action action) {
        deeds.put(deed, action);
        return this;
    }

    /** A proxy in front of all instances. */
    public Means behind(String name, URI url) {
        proxies.put(name, url);
        return this;
    }

    /** An origin whose pages may listen. */
    public Means origin(String allowed) {
        origin = allowed;
        return this;
    }

    /** How many streams the first instance has room for. */
    public Means room(int streams) {
        room = streams;
        return this;
    }

    public boolean can(Deed deed) {
        return deeds.containsKey(deed);
    }

    /** Does it; throws NotTried when it was not given, or failed. */
    public void run(Deed deed) throws NotTried {
        require(deed);
        try {
            deeds.get(deed).run();
        } catch (IOException e) {
            throw new NotTried("the command of " + deed.option + " could not be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotTried("interrupted");
        }
    }

    public void require(Deed deed) throws NotTried {
        if (!can(deed)) {
            throw new NotTried(deed.need());
        }
    }

    public Map<String, URI> proxies() {
        return proxies;
    }

    public Optional<String> origin() {
        return origin.isEmpty() ? Optional.empty() : Optional.of(origin);
    }

    /** 0 when it is not known. */
    public int room() {
        return room;
    }
}
