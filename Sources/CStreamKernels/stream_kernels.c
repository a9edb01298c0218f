// The kernels live in the header; SwiftPM wants one file to compile.
#include "CStreamKernels.h"
