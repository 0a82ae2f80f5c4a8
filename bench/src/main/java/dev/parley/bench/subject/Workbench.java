package dev.parley.bench.subject;

import dev.parley.bench.load.Requests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/** Where subjects run: ports on 127.0.0.1, and a directory that is gone afterwards. */
public final class Workbench implements AutoCloseable {
    private static final int START_MILLIS = 30_000;

    private final Ports servers = new Ports(8500, 8700);
    private final Ports redises = new Ports(6600, 6700);
    private final Path directory;
    private int starts;

    public Workbench() throws IOException {
        directory = Files.createTempDirectory("parley-bench-");
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "tidy-up"));
    }

    int serverPort() throws IOException {
        return servers.next();
    }

    int redisPort() throws IOException {
        return redises.next();
    }

    /** A new directory for one start. */
    Path newDirectory(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name + "-" + ++starts));
    }

    /** A configuration file with {@code @NAME@} replaced by values. */
    static Path fill(Path template, Path into, Map<String, String> values) throws IOException {
        String text = Files.readString(template);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return Files.writeString(into.resolve(template.getFileName()), text);
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Waits until {@code GET path} is answered with 2xx. */
    static void awaitUp(Child child, int port, String path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_MILLIS * 1_000_000L;
        while (!isUp(port, path)) {
            if (!child.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("did not start: " + child.lastWords());
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // a child that is just ending may still write; what is left is the system's to clear
        }
    }

    private static boolean isUp(int port, String path) {
        try (Socket socket = new Socket()) {
            socket.connect(address(port), 500);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(Requests.get(path).getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 2".length());
            return new String(status, StandardCharsets.US_ASCII).equals("HTTP/1.1 2");
        } catch (IOException e) {
            return false;
        }
    }

    /** Hands out free ports in turn, so that none is used again while the last use still lingers. */
    private static final class Ports {
        private final int first;
        private final int end;
        private int next;

        Ports(int first, int end) {
            this.first = first;
            this.end = end;
            next = first;
        }

        int next() throws IOException {
            for (int i = first; i < end; i++) {
                int port = next;
                next = next + 1 < end ? next + 1 : first;
                try (ServerSocket probe = new ServerSocket()) {
                    probe.bind(address(port));
                    return port;
                } catch (IOException taken) {
                    // the next one
                }
            }
            throw new IOException("no free port from " + first + " to " + (end - 1));
        }
    }
}
