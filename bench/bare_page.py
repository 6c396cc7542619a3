"""A page of Streamlit with one AG Grid and nothing else: what any page of this product takes at least, on whatever machine."""

import pandas as pd
from st_aggrid import AgGrid

AgGrid(pd.DataFrame({"id": range(100), "name": [f"Row {number}" for number in range(100)]}), key="bare")
