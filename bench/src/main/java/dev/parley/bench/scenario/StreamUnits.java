package dev.parley.bench.scenario;

import dev.parley.bench.load.Audience;
import dev.parley.bench.load.Load;
import dev.parley.bench.measure.Measure;
import dev.parley.bench.measure.RedisWire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What streams cost: to open, to hold, and to be heard for again. */
final class StreamUnits {
    private static final int PEOPLE = 1_000;
    private static final int ASKED = 300; // who they are

    private final Stage stage;
    private final Meter meter;
    private final Load listening;

    /** @param listening to the instance that listens */
    StreamUnits(Stage stage, Meter meter, Load listening) {
        this.stage = stage;
        this.meter = meter;
        this.listening = listening;
    }

    /** The first stream of each channel: its log and its subscription, too. */
    void first(Audience channels) throws IOException, InterruptedException {
        stage.awaitRest();
        long before = heap();
        stage.record(Measure.BASE_BYTES, (double) stage.server().residentBytes(Meter.LISTENING));
        Meter.Spent spent = open(channels);
        stage.record(Measure.FIRST_JOIN_INSTANCE, spent.listening() / channels.size());
        stage.record(Measure.FIRST_JOIN_REDIS, spent.redis() / channels.size());
        stage.record(Measure.CHANNEL_BYTES, (double) (heap() - before) / channels.size());
    }

    /** More streams of the same channels. Of the channels' memory theirs is taken off. */
    void more(Audience channels) throws IOException, InterruptedException {
        stage.awaitRest();
        long before = heap();
        Meter.Spent spent = open(channels);
        stage.record(Measure.JOIN_INSTANCE, spent.listening() / channels.size());
        stage.record(Measure.JOIN_REDIS, spent.redis() / channels.size());
        double stream = (double) (heap() - before) / channels.size();
        stage.record(Measure.STREAM_BYTES, stream);
        stage.record(Measure.CHANNEL_BYTES, stage.figures().get(Measure.CHANNEL_BYTES) - stream);
    }

    /** All links that hear are cut at once; everything is subscribed and read again. */
    void rehear(int channels) throws IOException, InterruptedException {
        stage.awaitRest();
        try (RedisWire redis = new RedisWire(stage.server().redisPort().orElseThrow())) {
            Meter.Spent spent = meter.of(() -> {
                redis.ask("CLIENT", "KILL", "TYPE", "pubsub");
                Thread.sleep(1_000);
                stage.awaitRest();
            });
            stage.record(Measure.REHEAR_INSTANCE, spent.listening() / channels);
            stage.record(Measure.REHEAR_REDIS, spent.redis() / channels);
        }
    }

    /** A channel of many people is asked who they are. */
    void members() throws IOException, InterruptedException {
        Audience people = listening.gather("people?name=p", PEOPLE, 1); // each of its "channels" is a name in one
        open(people);
        stage.awaitRest();
        InetSocketAddress server = stage.server().addresses().get(Meter.SPOKEN_TO);
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getPort() + "/people/members"))
                .build();
        Meter.Spent spent = meter.of(() -> {
            for (int i = 0; i < ASKED; i++) {
                int status = http.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status != 200) {
                    throw new IOException("asked for members, it says " + status);
                }
            }
        });
        stage.record(Measure.MEMBERS_REDIS, spent.redis() / ASKED);
        listening.cut(people);
    }

    long heap() throws IOException {
        return stage.server().liveHeapBytes(Meter.LISTENING);
    }

    private Meter.Spent open(Audience audience) throws IOException, InterruptedException {
        int before = listening.live();
        Meter.Spent spent = meter.of(() -> {
            listening.connect(audience, false);
            stage.awaitRest();
        });
        if (listening.live() - before < audience.size()) {
            throw new IOException(audience.size() - (listening.live() - before) + " streams could not be opened");
        }
        return spent;
    }
}
