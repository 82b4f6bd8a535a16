const Sequencer = require('@jest/test-sequencer').default;

const waits = ({ path }) => path.includes('/__tests__/terraform/');

/** The Terraform suites wait more than they work, and for long: they start first, and the others run meanwhile. */
module.exports = class TerraformFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(waits), ...sorted.filter((test) => !waits(test))];
  }
};
