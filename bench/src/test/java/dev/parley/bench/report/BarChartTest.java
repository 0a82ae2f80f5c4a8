package dev.parley.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class BarChartTest {
    @Test
    void aChartIsXmlWithABarForEachValue() throws Exception {
        BarChart chart = new BarChart("p50 < p99 & more", List.of("p50", "p99"), true);
        chart.add("Parley", 5, 10);
        chart.add("<peer>", 7, Double.NaN);
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)));
        int background = 1;
        int legend = 2;
        int bars = 3;
        assertEquals(
                background + legend + bars, svg.getElementsByTagName("rect").getLength());
    }

    @Test
    void twiceTheValueIsTwiceTheBar() {
        BarChart chart = new BarChart("rates", List.of("rate"), false);
        chart.add("one", 50);
        chart.add("two", 100);
        assertTrue(chart.svg().contains("width=\"240.0\""), chart.svg());
        assertTrue(chart.svg().contains("width=\"480.0\""), chart.svg());
    }
}
