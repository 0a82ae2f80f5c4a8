package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Programs;
import dev.parley.support.Recorder;
import dev.parley.support.Signer;
import dev.parley.support.TestRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that docs/identity.md shows is run as it stands there. */
class DocumentedAppTest {
    private static final Pattern PROGRAM = Pattern.compile("```js\n// app.mjs\n(.+?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void theCookieThatTheNodeProgramSetsLetsItsUserIn() throws IOException {
        Matcher program =
                PROGRAM.matcher(Files.readString(Path.of("..", "docs", "identity.md"), StandardCharsets.UTF_8));
        assertTrue(program.find());
        Files.writeString(directory.resolve("app.mjs"), program.group(1));
        int port = TestRedis.freePort();
        ProcessBuilder builder = new ProcessBuilder(Programs.node().toString(), "app.mjs")
                .directory(directory.toFile())
                .inheritIO();
        builder.environment().put("PARLEY_TOKEN_KEY", Signer.SECRET);
        builder.environment().put("APP_PORT", Integer.toString(port));
        Process node = builder.start();
        try (ClosedChat chat = new ClosedChat("--origins=http://localhost:3000")) {
            await().ignoreExceptions().until(() -> answer(port).status() == 204);
            String cookie = answer(port).header("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
            String[] page = {"Cookie", cookie, "Origin", "http://localhost:3000"};
            try (Recorder stream = Recorder.open(chat.instances.one.port(), "/subscribe/everyone,user-42:mail", page)) {
                assertEquals(
                        "Ana",
                        stream.awaitEvent("welcome")
                                .json()
                                .path("you")
                                .path("name")
                                .textValue());
                assertEquals(
                        201,
                        chat.other()
                                .postJson("everyone", "{\"message\":\"hi\"}", page)
                                .status());
                chat.instances.inject("user-42:mail", "You have mail");
                stream.awaitText("hi");
                stream.awaitText("You have mail");
            }
        } finally {
            node.destroyForcibly();
        }
    }

    private static Http.Answer answer(int port) {
        return new Http(port).get("/chat-token");
    }
}
