throw new Error('This module throws while its code is first run.')
