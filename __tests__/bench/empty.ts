import { App, TerraformStack } from 'cdktf';

// The least that cdktf can synthesize: what any of its applications pays for loading and writing.
const app = new App();
new TerraformStack(app, 'empty');
app.synth();
