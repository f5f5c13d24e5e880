package org.tidemark.models.learn;

import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.spark.SparkEnv;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.tidemark.models.FormedModel;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A fitted model on its way from a task to the driver, by Java serialisation whatever {@code
 * spark.serializer} says: a model is more than its native bytes, it knows how its fit went.
 */
record TravellingModel(byte[] bytes) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Packs a model; called inside a task. */
  static TravellingModel of(FormedModel model) {
    return new TravellingModel(JavaUtils.bufferToArray(java().serialize(model, tag())));
  }

  /** Unpacks; called on the driver. */
  FormedModel model() {
    return java()
        .deserialize(ByteBuffer.wrap(bytes), Thread.currentThread().getContextClassLoader(), tag());
  }

  private static SerializerInstance java() {
    return new JavaSerializer(SparkEnv.get().conf()).newInstance();
  }

  private static ClassTag<FormedModel> tag() {
    return ClassTag$.MODULE$.apply(FormedModel.class);
  }
}
