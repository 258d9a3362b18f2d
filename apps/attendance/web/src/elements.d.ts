// The templates' types of the d1-* elements.
/// <reference types="@digione/ui/vue" />
