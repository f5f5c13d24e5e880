package com.example;

import org.tidemark.features.Feature;
import org.tidemark.features.law.FeatureLaws;

public class CloseLocationTest implements FeatureLaws {
  @Override
  public Feature<?> feature() {
    return new CloseLocation(20);
  }
}
