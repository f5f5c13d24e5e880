package org.tidemark.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The program and the machine, as manifests name them. */
public final class Environment {
  private Environment() {}

  /** Version and commit of this program. */
  public static String codeVersion() {
    Properties properties = new Properties();
    try (InputStream in = Environment.class.getResourceAsStream("/tidemark-version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version") + " (" + properties.getProperty("commit") + ")";
  }

  /** Virtual machine, operating system and processor. */
  public static Map<String, String> describe() {
    Map<String, String> facts = new TreeMap<>();
    facts.put(
        "jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("cpu", System.getProperty("os.arch"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    return facts;
  }
}
