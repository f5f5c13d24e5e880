package org.tidemark.features.spark;

import java.io.Serializable;
import org.tidemark.features.FeatureRow;
import org.tidemark.market.Bar;

/**
 * A feature row as Spark takes it from a fold: a bean with one array of floats, so that Spark reads
 * it by generated code without boxing (measured: a generic row of boxed floats costs more than
 * twice as much CPU).
 */
public final class WideRow implements Serializable {
  private String instrument = "";
  private long eventTimeNanos;
  private long offset;
  private long openTimeNanos;
  private double open;
  private double high;
  private double low;
  private double close;
  private double volume;
  private float[] values = {};

  static WideRow of(FeatureRow row) {
    WideRow wide = new WideRow();
    Bar bar = row.bar();
    wide.instrument = bar.instrument().value();
    wide.eventTimeNanos = bar.eventTimeNanos();
    wide.offset = bar.offset();
    wide.openTimeNanos = bar.openTimeNanos();
    wide.open = bar.open();
    wide.high = bar.high();
    wide.low = bar.low();
    wide.close = bar.close();
    wide.volume = bar.volume();
    wide.values = row.values();
    return wide;
  }

  public String getInstrument() {
    return instrument;
  }

  public void setInstrument(String instrument) {
    this.instrument = instrument;
  }

  public long getEventTimeNanos() {
    return eventTimeNanos;
  }

  public void setEventTimeNanos(long eventTimeNanos) {
    this.eventTimeNanos = eventTimeNanos;
  }

  public long getOffset() {
    return offset;
  }

  public void setOffset(long offset) {
    this.offset = offset;
  }

  public long getOpenTimeNanos() {
    return openTimeNanos;
  }

  public void setOpenTimeNanos(long openTimeNanos) {
    this.openTimeNanos = openTimeNanos;
  }

  public double getOpen() {
    return open;
  }

  public void setOpen(double open) {
    this.open = open;
  }

  public double getHigh() {
    return high;
  }

  public void setHigh(double high) {
    this.high = high;
  }

  public double getLow() {
    return low;
  }

  public void setLow(double low) {
    this.low = low;
  }

  public double getClose() {
    return close;
  }

  public void setClose(double close) {
    this.close = close;
  }

  public double getVolume() {
    return volume;
  }

  public void setVolume(double volume) {
    this.volume = volume;
  }

  public float[] getValues() {
    return values;
  }

  public void setValues(float[] values) {
    this.values = values;
  }
}
