package dev.parley.browser;

import dev.parley.TwoInstances;

/** Something to look at. */
final class Conversation {
    private Conversation() {}

    static void in(String channel, TwoInstances chat) {
        say(chat, channel, "ana", "Good morning! The new heating is in.");
        say(chat, channel, "ana", "It only hums a little.");
        say(chat, channel, "mason", "Finally. What does it need now, per day?");
        say(chat, channel, "tomás", "About a third of the old one: https://example.org/heating/2026");
        chat.http().postJson(channel, "{\"event\":\"userJoined\",\"data\":{\"username\":\"Лена\"}}");
        say(chat, channel, "Лена", "Привет! Is there coffee left?");
        say(chat, channel, "tomás", "@mason has hidden the good one.\nBehind the tea.");
        say(chat, channel, "mason", "Only from you.");
        say(chat, channel, "ana", "Lunch at one, on the terrace? It may be the last warm day.");
    }

    static void oddThingsIn(String channel, TwoInstances chat) {
        say(chat, channel, "ليلى", "صباح الخير! هل نلتقي اليوم الساعة 10:30 في المقهى؟");
        say(chat, channel, "דניאל", "כן, בשעה 10:30. זה המקום: https://example.org/cafe");
        say(chat, channel, "W".repeat(64), "A long name, and a long word: " + "Donaudampfschifffahrt".repeat(30));
        say(chat, channel, "ana", "https://example.org/" + "very-long-path/".repeat(40));
        say(chat, channel, "eve", "<b>not bold</b> &amp; <script>alert(1)</script>");
        say(chat, channel, "zalgo", "h̷̢̛͎̙̗͓̓̓͝e̴̡̛͙̲̐̏͠ ̶̨̘̀c̷̦͓̈́o̶̧͝m̸̟̍e̵̪͝s̵͍̈́ 👩‍👩‍👧‍👦🏳️‍🌈");
        say(chat, channel, "tomás", "word ".repeat(800).strip());
        chat.http()
                .postJson(channel, "{\"event\":\"deploy.finished\",\"data\":{\"version\":\"1.4.0\",\"by\":\"ana\"}}");
    }

    private static void say(TwoInstances chat, String channel, String sender, String text) {
        if (chat.http().say(channel, sender, text).status() != 201) {
            throw new AssertionError("refused: " + text);
        }
    }
}
