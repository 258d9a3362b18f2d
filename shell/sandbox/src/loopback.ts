/** For Node's `--import`, as the demo's own launcher uses it. */
import '@digione/loopback'
