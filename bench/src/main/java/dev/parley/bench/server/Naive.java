package dev.parley.bench.server;

import io.javalin.Javalin;
import io.javalin.http.sse.SseClient;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What one writes first: Javalin, and {@code sendEvent} in a loop over all clients. One instance, no history, no Redis. */
public final class Naive {
    private static final Map<String, Set<SseClient>> CLIENTS = new ConcurrentHashMap<>();

    private Naive() {}

    /**
     * Runs until it is killed.
     *
     * @param args the port on 127.0.0.1, and the seconds between heartbeats
     */
    public static void main(String[] args) {
        Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.get("/up", context -> context.status(204));
                    config.routes.sse(
                            "/{channel}",
                            client -> listen(client, clients(client.ctx().pathParam("channel"))));
                    config.routes.post("/{channel}", context -> {
                        for (SseClient client : clients(context.pathParam("channel"))) {
                            client.sendEvent(context.body());
                        }
                        context.status(201);
                    });
                })
                .start("127.0.0.1", Integer.parseInt(args[0]));
        long interval = Long.parseLong(args[1]);
        ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor();
        heartbeat.scheduleAtFixedRate(Naive::heartbeat, interval, interval, TimeUnit.SECONDS);
    }

    private static void listen(SseClient client, Set<SseClient> clients) {
        client.keepAlive();
        client.onClose(() -> clients.remove(client));
        clients.add(client);
        client.sendComment("welcome");
    }

    private static void heartbeat() {
        CLIENTS.values().forEach(clients -> clients.forEach(client -> client.sendComment("")));
    }

    private static Set<SseClient> clients(String channel) {
        return CLIENTS.computeIfAbsent(channel, name -> ConcurrentHashMap.newKeySet());
    }
}
